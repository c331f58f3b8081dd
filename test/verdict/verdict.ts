import { table } from '../../server/src/catalog/tables.ts';
import { type Target, targets } from '../../server/src/catalog/target.ts';
import { print } from '../../server/src/kql/print.ts';
import { type LaidOut, layOut } from '../../server/src/kql/rows/layOut.ts';
import type { TableMapping } from '../../server/src/kql/tableMapping.ts';
import { translationOf } from '../../server/src/kql/translation.ts';
import { runKql } from '../../server/src/kusto/runKql.ts';
import { compileMatcher } from '../../server/src/match/compile.ts';
import type { Expression, Item } from '../../server/src/sigma/expression.ts';
import type { DetectionRule } from '../../server/src/sigma/rule.ts';
import type { SampleEvent } from './synthesise.ts';

/** The two readings of a rule on one event. */
export interface Disagreement {
  readonly target: Target;
  readonly query: string;
  readonly event: SampleEvent;
  readonly row: Readonly<Record<string, unknown>>;
  readonly matcher: boolean;
  readonly approximate: boolean;
}

export interface Verdicts {
  /** Events of which both readings gave a verdict, and the same. */
  agreed: number;
  /** Events that the matcher matched, among them. */
  hits: number;
  /** Events that cannot be laid out as rows, because a value does not fit into its column. */
  unplaced: number;
  readonly disagreements: Disagreement[];
  /** What the evaluator could not run. */
  readonly problems: string[];
}

/** Runs the rule on the events, and for each target its query on the events laid out as rows. */
export async function compareReadings(rule: DetectionRule, events: readonly SampleEvent[]): Promise<Verdicts> {
  const verdicts: Verdicts = { agreed: 0, hits: 0, unplaced: 0, disagreements: [], problems: [] };
  const matches = compileMatcher(rule);
  const used = rule.expression === undefined ? [] : itemsIn(rule.expression);
  const names = new Set(used.map(({ field }) => field ?? 'Message'));
  for (const target of targets) {
    const { query, mapping, approximate } = translationOf(rule, { target });
    if (query === undefined || mapping === undefined) continue;
    const time = table(mapping.table, target)?.timeColumn ?? 'TimeGenerated';
    const laidOut = events.map((event, index) => ({ event, time: timeOf(index), ...withKeywords(mapping, event) }));
    const placed = laidOut.filter(
      (each) =>
        each.isSelected && !each.unplaced.some((field) => names.has(field)) && !isAmbiguous(mapping, each, used),
    );
    verdicts.unplaced += laidOut.length - placed.length;
    const rows = placed.map((each) => ({ ...each.row, [time]: each.time }));
    const { text } = print(query);
    const result = await runKql(text, { tables: { [query.table]: rows }, target });
    const problem = result.problems.find(({ severity }) => severity === 'error');
    if (problem !== undefined) {
      verdicts.problems.push(`${target}: ${problem.message}\n${text}`);
      continue;
    }
    const found = new Set(result.rows.map((row) => Date.parse(String(row[time]))));
    for (const each of placed) {
      const matcher = matches(each.event);
      if (found.has(Date.parse(each.time)) === matcher) {
        verdicts.agreed++;
        if (matcher) verdicts.hits++;
      } else {
        verdicts.disagreements.push({ target, query: text, event: each.event, row: each.row, matcher, approximate });
      }
    }
  }
  return verdicts;
}

/** What stands for the whole event in a rule of keywords goes into a column that keywords are looked for in. */
function withKeywords(mapping: TableMapping, event: SampleEvent): LaidOut {
  const laidOut = layOut(mapping, event);
  const { Message: message } = event;
  if (message === undefined || mapping.fields.get('Message') !== undefined) return laidOut;
  const columns = table(mapping.table, mapping.target)?.columns ?? new Map();
  const candidates = mapping.keywords.includes('*') ? [...columns.keys()] : mapping.keywords;
  const column = candidates.find((name) => columns.get(name) === 'string' && laidOut.row[name] === undefined);
  if (column === undefined) return { ...laidOut, unplaced: [...laidOut.unplaced, 'Message'] };
  return { ...laidOut, row: { ...laidOut.row, [column]: message } };
}

/**
 * Whether the row says more than the event: a column of text has no way to tell the empty text from none (ARCHITECTURE,
 * "KQL"), nor a registry value without data, nor a field that its service writes as `-`, and the rows of a log source
 * have values that an event may lack.
 */
function isAmbiguous({ fields }: TableMapping, { event, row }: Placed, used: readonly Item[]): boolean {
  return used.some((item) => {
    const name = item.field ?? 'Message';
    const field = fields.get(name);
    if (event[name] === '') return true;
    if (event[name] !== undefined) return false;
    return (
      field?.kind === 'registryData' ||
      (field?.kind === 'computed' && /\bisempty\(/.test(field.expression)) ||
      (field?.kind === 'column' && row[field.column] !== undefined) ||
      item.values.some(({ alternatives }) =>
        alternatives.some((test) => test.kind === 'string' && test.pattern.length === 0),
      )
    );
  });
}

interface Placed {
  readonly event: SampleEvent;
  readonly row: Readonly<Record<string, unknown>>;
}

function itemsIn(expression: Expression): Item[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands.flatMap(itemsIn);
    case 'not':
    case 'selection':
      return itemsIn(expression.operand);
    case 'item':
      return [expression];
  }
}

/** Tells the rows apart. */
function timeOf(index: number): string {
  return new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString();
}
