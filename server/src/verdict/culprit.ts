import { print } from '../kql/print.ts';
import { queryOf } from '../kql/query.ts';
import { logsourceOf } from '../kql/ruleMappings.ts';
import type { Event } from '../match/event.ts';
import { compileExplainer, type Explanation, type FieldContent } from '../match/explain.ts';
import { keyOf } from '../match/whyNot.ts';
import type { Range } from '../range.ts';
import type { Expression, Item } from '../sigma/expression.ts';
import { itemsIn } from '../sigma/itemsIn.ts';
import type { DetectionRule } from '../sigma/rule.ts';
import type { ReadingOptions, Row, Translated } from './reading.ts';
import { runOnRows } from './runOnRows.ts';

/** The part of a rule that its matcher and its query read differently. */
export interface Culprit {
  /** The key of an item, `Image|endswith`, or the name of a selection. */
  readonly name: string;
  /** In the rule; missing for what stands in a filter or comes from a pipeline. */
  readonly range?: Range;
  /** What the event has in the item's field. */
  readonly content?: FieldContent;
  /** The item, or those of the selection. */
  readonly items: readonly Item[];
  /** What each says of this part alone. */
  readonly rule: boolean;
  readonly query: boolean;
}

/**
 * For each event on which the readings disagree the part of the rule that does: the first item that by itself has another
 * answer than its query, then an item under a negation, then a selection.
 */
export async function culprits(
  rule: DetectionRule,
  translated: Translated,
  disagreeing: readonly { readonly event: Event; readonly row: Row }[],
  options: ReadingOptions,
): Promise<readonly (Culprit | undefined)[]> {
  if (disagreeing.length === 0) return [];
  const explainer = compileExplainer(rule);
  const parts = disagreeing.map(({ event }) => partsOf(explainer(event)));
  const found: (Culprit | undefined)[] = disagreeing.map(() => undefined);
  for (const [position, { expression }] of (parts[0] ?? []).entries()) {
    const open = disagreeing.filter((_, index) => found[index] === undefined);
    if (open.length === 0) break;
    const matched = await rowsOf(rule, expression, translated, open, options);
    if (matched === undefined) continue;
    for (const [index, { row }] of disagreeing.entries()) {
      const part = parts[index]?.[position];
      if (part === undefined || found[index] !== undefined || matched.has(row) === part.matched) continue;
      found[index] = {
        name: part.name,
        items: itemsIn(part.expression),
        rule: part.matched,
        query: matched.has(row),
        ...(part.range !== undefined && { range: part.range }),
        ...(part.content !== undefined && { content: part.content }),
      };
    }
  }
  return found;
}

/** The rows that a query of that part alone finds; undefined if the part has none. */
async function rowsOf(
  rule: DetectionRule,
  expression: Expression,
  { query: { table }, mapping }: Translated,
  disagreeing: readonly { readonly row: Row }[],
  { run, signal }: ReadingOptions,
): Promise<ReadonlyMap<Row, Row> | undefined> {
  const about = { target: mapping.target, logsource: logsourceOf(rule), mapping, table };
  const { query } = queryOf({ ...rule, expression }, about);
  if (query === undefined) return undefined;
  const rows = disagreeing.map(({ row }) => row);
  const found = await runOnRows(print(query).text, rows, { query, mapping, run, signal });
  return 'obstacle' in found ? undefined : found;
}

interface Part {
  readonly expression: Expression;
  readonly name: string;
  readonly range?: Range;
  readonly content?: FieldContent;
  readonly matched: boolean;
}

/** In the order in which they are to be asked; the same for all events of a rule. */
function partsOf(explanation: Explanation): Part[] {
  const items = itemParts(explanation, false);
  const negated = items.map((part): Part => {
    const expression: Expression = { kind: 'not', operand: part.expression, range: part.expression.range };
    return { ...part, expression, name: `not ${part.name}`, matched: !part.matched };
  });
  return [...items, ...negated, ...selectionParts(explanation)];
}

/** `isForeign`: the node does not stand in the rule itself. */
function itemParts(explanation: Explanation, isForeign: boolean): Part[] {
  const foreign = isForeign || explanation.expression.origin !== undefined;
  switch (explanation.kind) {
    case 'and':
    case 'or':
      return explanation.operands.flatMap((operand) => itemParts(operand, foreign));
    case 'not':
    case 'selection':
      return itemParts(explanation.operand, foreign);
    case 'item': {
      const { expression, matched, content } = explanation;
      const name = expression.field === undefined ? 'keywords' : keyOf(expression);
      return [{ expression, name, matched, content, ...(!foreign && { range: expression.range }) }];
    }
  }
}

function selectionParts(explanation: Explanation): Part[] {
  switch (explanation.kind) {
    case 'and':
    case 'or':
      return explanation.operands.flatMap(selectionParts);
    case 'not':
      return selectionParts(explanation.operand);
    case 'selection': {
      const { expression, matched } = explanation;
      const range = expression.origin === undefined ? { range: expression.range } : {};
      return [{ expression, name: expression.name, matched, ...range }];
    }
    case 'item':
      return [];
  }
}
