import { table } from '../../server/src/catalog/tables.ts';
import { type Target, targets } from '../../server/src/catalog/target.ts';
import type { Query } from '../../server/src/kql/ast.ts';
import { columnName } from '../../server/src/kql/identifier.ts';
import { print } from '../../server/src/kql/print.ts';
import { type LaidOut, layOut } from '../../server/src/kql/rows/layOut.ts';
import type { MappedField, TableMapping } from '../../server/src/kql/tableMapping.ts';
import { matchesPattern } from '../../server/src/kql/translate/patterns.ts';
import { passesRegex } from '../../server/src/kql/translate/regex.ts';
import { translationOf } from '../../server/src/kql/translation.ts';
import { runKql } from '../../server/src/kusto/runKql.ts';
import { compileMatcher } from '../../server/src/match/compile.ts';
import { scalarsOf } from '../../server/src/match/event.ts';
import type { Expression, Item, ItemValue, Test } from '../../server/src/sigma/expression.ts';
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
  for (const target of targets) {
    const { query, mapping, approximate } = translationOf(rule, { target });
    if (query === undefined || mapping === undefined) continue;
    await compareQuery(rule, { query, mapping, approximate }, events, verdicts);
  }
  return verdicts;
}

/** Runs the rule on the events, and its query on one table on the events laid out as rows of that. */
export async function compareQuery(
  rule: DetectionRule,
  { query, mapping, approximate }: { query: Query; mapping: TableMapping; approximate: boolean },
  events: readonly SampleEvent[],
  verdicts: Verdicts,
): Promise<void> {
  const { target } = mapping;
  const matches = compileMatcher(rule);
  const used = rule.expression === undefined ? [] : itemsIn(rule.expression);
  const names = new Set(used.flatMap(namesIn));
  const time = table(mapping.table, target)?.timeColumn ?? 'TimeGenerated';
  const { constants, tables } = beside(mapping);
  const rest = { ...mapping, rows: mapping.rows.filter((row) => !deviceSelection.test(row)) };
  const laidOut = events.map((event, index) => {
    const one = withKeywords(rest, event);
    return { event, time: timeOf(index), ...one, row: { ...one.row, ...constants } };
  });
  const placed = laidOut.filter(
    (each) => each.isSelected && !each.unplaced.some((field) => names.has(field)) && !isAmbiguous(mapping, each, used),
  );
  verdicts.unplaced += laidOut.length - placed.length;
  const rows = placed.map((each) => ({ ...each.row, [time]: each.time }));
  const { text } = print(query);
  const result = await runKql(text, { tables: { ...tables, [query.table]: rows }, target });
  const problem = result.problems.find(({ severity }) => severity === 'error');
  if (problem !== undefined) {
    verdicts.problems.push(`${target}: ${problem.message}\n${text}`);
    return;
  }
  const found = new Set(result.rows.map((row) => Date.parse(String(row[time]))));
  for (const each of placed) {
    const matcher = matches(each.event);
    if (found.has(Date.parse(each.time)) === matcher) {
      verdicts.agreed++;
      if (matcher) verdicts.hits++;
    } else if (
      used.some((item) => isManyToOne(mapping, item)) ||
      !(await isFaithful(each, names, query, mapping, time))
    ) {
      verdicts.unplaced++;
    } else {
      verdicts.disagreements.push({ target, query: text, event: each.event, row: each.row, matcher, approximate });
    }
  }
}

/** Whether the table has one spelling for several values that an event may tell apart. */
function isManyToOne({ fields }: TableMapping, { field: name = '', values }: Item): boolean {
  const field = fields.get(name);
  if (field?.kind === 'cases') return new Set(field.cases.values()).size < field.cases.size;
  if (field?.kind !== 'column' && field?.kind !== 'computed') return false;
  const isHexadecimal = values.some(({ source }) => /^0x/i.test(source));
  return field.rewrites !== undefined || (field.type !== 'string' && isHexadecimal);
}

/** What another table has to have about the device of the rows, where the mapping asks for its platform. */
function beside({ rows }: TableMapping): {
  readonly constants: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, readonly Record<string, string>[]>>;
} {
  const [, OSPlatform] = rows.map((row) => deviceSelection.exec(row)).find((found) => found !== null) ?? [];
  if (OSPlatform === undefined) return { constants: {}, tables: {} };
  const DeviceId = 'device';
  return { constants: { DeviceId }, tables: { DeviceInfo: [{ DeviceId, OSPlatform }] } };
}

const deviceSelection = /^DeviceId in \(\(DeviceInfo \| where OSPlatform =~ "(\w+)"/;

/** Whether the columns that the query computes have the event's values in the row. */
async function isFaithful(
  { event, row, time }: Placed,
  names: ReadonlySet<string>,
  query: Query,
  { fields, target }: TableMapping,
  timeColumn: string,
): Promise<boolean> {
  const operators = query.operators.filter(({ kind }) => kind === 'extend');
  const computed = [...names].flatMap((name) => {
    const field = fields.get(name);
    return field?.kind === 'computed' ? [[field.as ?? columnName(name), event[name] ?? ''] as const] : [];
  });
  if (computed.length === 0) return true;
  const tables = { [query.table]: [{ ...row, [timeColumn]: time }] };
  const { rows } = await runKql(print({ ...query, operators }).text, { tables, target });
  return computed.every(([column, value]) => {
    const found = rows[0]?.[column];
    return found === undefined || Array.isArray(value) || String(found ?? '') === String(value);
  });
}

/** The fields that an item asks for. */
function namesIn({ field = 'Message', values }: Item): string[] {
  return [field, ...values.flatMap(referenced)];
}

function referenced({ alternatives }: ItemValue): string[] {
  return alternatives.flatMap((test) => (test.kind === 'fieldref' ? [test.field] : []));
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
 * "KQL"), nor null from either, nor a registry value without data, nor a field that its service writes as `-`; the rows of a log
 * source have values that an event may lack, and what a text would be of a list nobody knows.
 */
function isAmbiguous({ fields }: TableMapping, { event, row, time }: Placed, used: readonly Item[]): boolean {
  return used.some((item) => {
    if (item.field === undefined && meetsOthers(item, event, [time, ...scalarsOf(row).map(String)])) return true;
    const name = item.field ?? 'Message';
    const field = fields.get(name);
    const value = event[name];
    if (value === '' || (field?.kind === 'registryData' && /^\(empty\)$/i.test(String(value)))) return true;
    if (Array.isArray(value)) return !mayHoldList(field);
    if (typeof value === 'string' && asks(item, 'compare') && looseNumber.test(value)) return true;
    if (value !== undefined && value !== null && isRespelled(field, String(value), row)) return true;
    if (typeof value === 'string' && /^\s|\s$/.test(value) && asks(item, 'cidr')) return true;
    if (item.values.some((each) => referenced(each).some((other) => Array.isArray(event[other])))) return true;
    if (value !== undefined && value !== null) return false;
    return (
      (value === null && asks(item, 'exists')) ||
      field?.kind === 'registryData' ||
      (field?.kind === 'computed' && /\bisempty\(/.test(field.expression)) ||
      (field?.kind === 'column' && row[field.column] !== undefined) ||
      item.values.some(({ alternatives }) =>
        alternatives.some(
          (test) =>
            (test.kind === 'string' && test.pattern.length === 0) || (test.kind === 'regex' && test.source === '^$'),
        ),
      )
    );
  });
}

function asks({ values }: Item, kind: Test['kind']): boolean {
  return values.some(({ alternatives }) => alternatives.some((test) => test.kind === kind));
}

/** What Kusto's conversions of text take for a number beside plain decimals. */
const looseNumber = /^\s|\s$|^[+-]?(?:0x|inf|nan)|_|,/i;

/** Whether a keyword would be found in what the row has and the event has not: constants, and fields side by side in a text. */
function meetsOthers({ values }: Item, event: SampleEvent, texts: readonly string[]): boolean {
  const own = new Set(scalarsOf(event).map(String));
  const others = texts.filter((text) => !own.has(text));
  return values.some(({ alternatives }) =>
    alternatives.some((test) =>
      others.some((text) =>
        test.kind === 'string'
          ? matchesPattern(test.pattern, text, test.cased)
          : test.kind === 'regex' && passesRegex(test, text),
      ),
    ),
  );
}

/**
 * Whether a number stands in the event as a text that a column of numbers does not keep, `01` or `0x1`, or a list or bag
 * as a text that a dynamic column parses.
 */
function isRespelled(field: MappedField | undefined, value: string, row: Placed['row']): boolean {
  if (field?.kind !== 'column') return false;
  if (field.type === 'string') return field.forms !== undefined && /^(?:\d+|0x[\da-f]+)$/i.test(value);
  if (field.type === 'dynamic') return /^\s*[{[]/.test(value);
  const kept = row[field.column];
  return kept !== undefined && String(kept).toLowerCase() !== value.toLowerCase();
}

/** Whether the table has a list for the field, and not one text. */
function mayHoldList(field: MappedField | undefined): boolean {
  if (field?.kind !== 'column' && field?.kind !== 'computed') return false;
  return field.type === 'dynamic' || field.holds === 'lines' || field.holds === 'texts';
}

interface Placed {
  readonly time: string;
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
