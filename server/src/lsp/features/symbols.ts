import { cover, type Range } from '../../range.ts';
import type { SigmaRule } from '../../sigma/rule.ts';
import type { YamlMapping, YamlNode } from '../../yaml/tree.ts';
import type { SigmaDocument } from '../documents.ts';

/** One line of the outline. `selection` lies inside `range`. */
export interface OutlineEntry {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'rule' | 'section' | 'selection' | 'field' | 'condition';
  readonly range: Range;
  readonly selection: Range;
  readonly children: readonly OutlineEntry[];
}

/** Rules, the keys that have something in them, and below `detection` the selections with their fields. */
export function outline({ file }: SigmaDocument): OutlineEntry[] {
  return file.rules.map(ruleEntry);
}

function ruleEntry(rule: SigmaRule): OutlineEntry {
  const { node, title } = rule;
  const selection = title?.range ?? { start: node.range.start, end: node.range.start };
  return {
    name: title?.value.trim() || 'Untitled rule',
    detail: rule.kind === 'detection' ? (rule.level?.value ?? '') : rule.kind,
    kind: 'rule',
    range: cover(node.range, selection),
    selection,
    children: sections(node),
  };
}

function sections(mapping: YamlMapping): OutlineEntry[] {
  return mapping.entries.flatMap(({ key, value, range }): OutlineEntry[] => {
    if (key.kind !== 'scalar' || key.text === '' || key.text === 'title') return [];
    const inDetection = key.text === 'detection' || key.text === 'filter';
    const children = inDetection && value.kind === 'mapping' ? selections(value) : [];
    return [{ name: key.text, detail: summary(value), kind: 'section', range, selection: key.range, children }];
  });
}

function selections(mapping: YamlMapping): OutlineEntry[] {
  return mapping.entries.slice(0, mostEntries).flatMap(({ key, value, range }): OutlineEntry[] => {
    if (key.kind !== 'scalar' || key.text === '') return [];
    const kind = key.text === 'condition' ? 'condition' : 'selection';
    return [{ name: key.text, detail: summary(value), kind, range, selection: key.range, children: fields(value) }];
  });
}

function fields(node: YamlNode): OutlineEntry[] {
  if (node.kind === 'sequence') return node.items.flatMap((item) => (item.kind === 'mapping' ? fields(item) : []));
  if (node.kind !== 'mapping') return [];
  return node.entries.slice(0, mostEntries).flatMap(({ key, value, range }): OutlineEntry[] => {
    if (key.kind !== 'scalar' || key.text === '') return [];
    return [{ name: key.text, detail: summary(value), kind: 'field', range, selection: key.range, children: [] }];
  });
}

/** Of one mapping: nobody reads an outline that is longer, and an editor would choke on it. */
const mostEntries = 500;

const longestSummary = 80;

function summary(node: YamlNode): string {
  if (node.kind === 'sequence') return `${node.items.length} ${node.items.length === 1 ? 'value' : 'values'}`;
  if (node.kind !== 'scalar') return '';
  const line = node.text.replace(/\s+/g, ' ').trim();
  return line.length > longestSummary ? `${line.slice(0, longestSummary)}…` : line;
}
