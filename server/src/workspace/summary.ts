import { createLineIndex, type LineIndex, type Position } from '../lineIndex.ts';
import type { Range } from '../range.ts';
import { isEveryWord } from '../sigma/everyRule.ts';
import { textOf, textsOf } from '../sigma/located.ts';
import { isSigma } from '../sigma/recognise.ts';
import type { Located } from '../sigma/rule.ts';
import { deref, entryOf } from '../yaml/navigate.ts';
import type { YamlDocument, YamlMapping } from '../yaml/tree.ts';

/** What the index keeps of a rule: how others can name it, and whom it names. */
export interface RuleSummary {
  readonly title?: Place;
  readonly id?: Place;
  readonly name?: Place;
  /** Where findings about the rule as a whole belong: its title, or its first key. */
  readonly range: Range;
  readonly references: readonly Reference[];
  /** It changes other rules. */
  readonly isFilter?: true;
}

/** A value with its place, also as other files have to say it. */
export interface Place extends Located<string> {
  readonly start: Position;
  readonly end: Position;
}

/** Another rule's id, or for a correlation or filter its name. */
export interface Reference extends Located<string> {
  readonly kind: 'related' | 'correlation' | 'filter';
}

/** The rules of a file in brief; none if it has none. `documents` are those of the text. */
export function summarise(text: string, documents: readonly YamlDocument[]): readonly RuleSummary[] {
  const roots = documents.flatMap(({ root }) => {
    const mapping = deref(root);
    return mapping?.kind === 'mapping' && isSigma(mapping) ? [mapping] : [];
  });
  if (roots.length === 0) return [];
  const lines = createLineIndex(text);
  return roots.map((root) => summaryOf(root, lines));
}

function summaryOf(root: YamlMapping, lines: LineIndex): RuleSummary {
  const [title, id, name] = (['title', 'id', 'name'] as const).map((key) => placeOf(textOf(root, key), lines));
  return {
    ...(title && { title }),
    ...(id && { id }),
    ...(name && { name }),
    range: title?.range ?? root.entries[0]?.key.range ?? root.range,
    ...(entryOf(root, 'filter') !== undefined && { isFilter: true as const }),
    references: [...relatedIn(root), ...rulesIn(root, 'correlation'), ...rulesIn(root, 'filter')],
  };
}

function placeOf(located: Located<string> | undefined, lines: LineIndex): Place | undefined {
  if (located === undefined || located.value.trim() === '') return undefined;
  const { start, end } = located.range;
  return { ...located, start: lines.positionAt(start), end: lines.positionAt(end) };
}

/** A rule that was renamed, merged or made obsolete need not exist any more. */
const lasting = new Set(['derived', 'similar', 'correlation']);

function relatedIn(root: YamlMapping): Reference[] {
  const list = deref(entryOf(root, 'related')?.value);
  if (list?.kind !== 'sequence') return [];
  return list.items.flatMap((item): Reference[] => {
    const entry = deref(item);
    if (entry?.kind !== 'mapping' || !lasting.has(textOf(entry, 'type')?.value ?? '')) return [];
    const id = textOf(entry, 'id');
    return id ? [{ ...id, kind: 'related' }] : [];
  });
}

function rulesIn(root: YamlMapping, kind: 'correlation' | 'filter'): Reference[] {
  const inner = deref(entryOf(root, kind)?.value);
  if (inner?.kind !== 'mapping') return [];
  const rules = textsOf(inner, 'rules');
  // A word for all rules that stands in a list has a finding of its own.
  const named = kind === 'filter' ? rules.filter(({ value }) => !isEveryWord(value)) : rules;
  return named.map((rule) => ({ ...rule, kind }));
}
