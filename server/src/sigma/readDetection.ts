import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import { deref, entriesOf, keyText } from '../yaml/navigate.ts';
import { contentOffsets } from '../yaml/offsets.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../yaml/tree.ts';
import { parseCondition } from './conditionParser.ts';
import type { Expression } from './expression.ts';
import { contentRange } from './located.ts';
import { readSelection } from './readSelection.ts';
import { createResolver, type Resolver, resolveCondition } from './resolveCondition.ts';
import type { Condition, Selection } from './rule.ts';

export interface Detection {
  readonly selections: readonly Selection[];
  readonly conditions: readonly Condition[];
  /** Missing when `problems` got an error. */
  readonly expression?: Expression;
}

/** Keys under `detection` that are no search identifiers; `timeframe` belongs to the old aggregations. */
const detectionKeys: ReadonlySet<string> = new Set(['condition', 'timeframe']);
const filterKeys: ReadonlySet<string> = new Set(['condition', 'rules']);

/** Reads the `detection` of a rule, or the `filter` of a filter, whose `entry` this is. */
export function readDetection(
  entry: YamlEntry,
  kind: 'detection' | 'filter',
  document: string,
  problems: Problem[],
): Detection {
  const before = problems.length;
  const content = deref(entry.value);
  if (content?.kind !== 'mapping') {
    const message = `\`${kind}\` holds selections and a \`condition\`. Write them below it, indented.`;
    problems.push({ code: 'detection-shape', severity: 'error', message, range: keyRange(entry) });
    return { selections: [], conditions: [] };
  }
  const selections = readSelections(content, kind === 'filter' ? filterKeys : detectionKeys, document, problems);
  if (selections.length === 0) {
    const message = `\`${kind}\` has no selection. Add one, such as \`selection:\` with the fields it looks at.`;
    problems.push({ code: 'missing-selection', severity: 'error', message, range: keyRange(entry) });
  }
  const resolver = createResolver(selections, problems);
  const found = entriesOf(content).findLast((candidate) => keyText(candidate) === 'condition');
  const nodes = found === undefined ? [] : conditionNodes(found);
  if (nodes.length === 0) {
    const message =
      found === undefined
        ? `\`${kind}\` has no \`condition\`. Add one that names its selections.`
        : 'The condition is empty. Name the selections that have to match.';
    problems.push({ code: 'missing-condition', severity: 'error', message, range: keyRange(found ?? entry) });
    return { selections, conditions: [] };
  }
  const conditions: Condition[] = [];
  const meanings: Expression[] = [];
  // What a faulty condition was going to name is not known.
  let complete = true;
  for (const node of nodes) {
    const condition = readCondition(node, document, resolver);
    if (condition === undefined || condition.faulty) complete = false;
    if (condition === undefined) continue;
    conditions.push(condition.condition);
    if (condition.meaning !== undefined) meanings.push(condition.meaning);
  }
  if (complete) reportUnused(selections, resolver);
  const sound = !problems.slice(before).some((problem) => problem.severity === 'error');
  if (!sound || meanings.length < nodes.length) return { selections, conditions };
  const [first] = meanings;
  if (meanings.length === 1 && first !== undefined) return { selections, conditions, expression: first };
  const range = found?.value.range ?? entry.range;
  return { selections, conditions, expression: { kind: 'or', operands: meanings, range } };
}

function readSelections(
  mapping: YamlMapping,
  reserved: ReadonlySet<string>,
  document: string,
  problems: Problem[],
): Selection[] {
  const selections: Selection[] = [];
  const context = { document, problems, variants: 0 };
  for (const entry of entriesOf(mapping)) {
    const name = keyText(entry);
    if (name !== undefined && reserved.has(name)) continue;
    if (name === undefined || name === '') {
      const message = 'A selection needs a name. Write it before the colon.';
      problems.push({ code: 'detection-shape', severity: 'error', message, range: keyRange(entry) });
      continue;
    }
    const expression = readSelection(entry.value, context, keyRange(entry));
    selections.push({
      name,
      nameRange: nameRange(entry.key),
      range: entry.range,
      node: entry.value,
      ...(expression === undefined ? {} : { expression }),
    });
  }
  return selections;
}

function nameRange(key: YamlNode): Range {
  return key.kind === 'scalar' ? key.contentRange : key.range;
}

function keyRange(entry: YamlEntry): Range {
  const { range } = entry.key;
  return range.start === range.end ? entry.range : range;
}

function conditionNodes(entry: YamlEntry): readonly YamlNode[] {
  const content = deref(entry.value);
  if (content?.kind === 'sequence') return content.items;
  if (content?.kind === 'scalar' && content.text.trim() === '') return [];
  return [entry.value];
}

function readCondition(
  node: YamlNode,
  document: string,
  resolver: Resolver,
): { condition: Condition; meaning: Expression | undefined; faulty: boolean } | undefined {
  const scalar = deref(node);
  if (scalar?.kind !== 'scalar' || scalar.text.trim() === '') {
    const message = 'A condition is text that names selections, such as `selection and not filter`.';
    resolver.problems.push({ code: 'condition-syntax', severity: 'error', message, range: node.range });
    return undefined;
  }
  const offset = node.kind === 'alias' ? () => node.range.start : contentOffsets(document, scalar);
  const parsed = parseCondition(scalar.text, offset);
  resolver.problems.push(...parsed.problems);
  const meaning = parsed.tree === undefined ? undefined : resolveCondition(parsed.tree, resolver);
  const condition = { text: scalar.text, range: contentRange(node, scalar), tree: parsed.tree };
  return { condition, meaning, faulty: parsed.problems.length > 0 };
}

function reportUnused(selections: readonly Selection[], resolver: Resolver): void {
  for (const { name, nameRange } of selections) {
    if (resolver.used.has(name)) continue;
    const message = `The condition never uses \`${name}\`. Name it there, or remove it.`;
    resolver.problems.push({ code: 'unused-selection', severity: 'warning', message, range: nameRange });
  }
}
