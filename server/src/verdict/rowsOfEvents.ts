import fileNameColumnsText from '../../../schemas/sentinel/fileNameColumns.json?raw';
import { asimParser } from '../catalog/asim.ts';
import { lazy } from '../catalog/lazy.ts';
import { table } from '../catalog/tables.ts';
import type { Target } from '../catalog/target.ts';
import { logsource } from '../catalog/taxonomy.ts';
import { normalizeEvent } from '../events/normalize.ts';
import { kindCheck } from '../fixtures/eventKind.ts';
import { allMappings } from '../kql/mappings.ts';
import { layOut } from '../kql/rows/layOut.ts';
import type { TableMapping } from '../kql/tableMapping.ts';
import type { Event } from '../match/event.ts';
import { withoutDevices } from './devices.ts';
import type { Row } from './reading.ts';
import { ofEveryTable } from './tableRow.ts';
import { timeOfEvent } from './times.ts';

/** What a table would hold of sample events. */
export interface RowsOfEvents {
  /** The same array where all of them are rows already. */
  readonly rows: readonly Row[];
  /** How many were laid out. */
  readonly laidOut: number;
  /** Events that could be rows of different kinds, and are left out; `index` is their position. */
  readonly problems: readonly { readonly index: number; readonly message: string }[];
}

/**
 * Sample rows of a table for a query. An event that is no row, because it is in Sigma's names or in those of Windows, is
 * laid out by the inverse of the mapping that knows most of its fields. It is a row as it is if it has the table's column of
 * time, nothing but columns, or no fewer columns than fields of Sigma. `target` decides where several targets have the
 * table.
 */
export function rowsOfEvents(name: string, target: Target | undefined, events: readonly Event[]): RowsOfEvents {
  const known = candidatesFor(name, target);
  if (known === undefined || events.every((event) => isRow(event, known.columns)))
    return { rows: events, laidOut: 0, problems: [] };
  const rows: Row[] = [];
  const problems: RowsOfEvents['problems'][number][] = [];
  let laidOut = 0;
  for (const [index, event] of events.entries()) {
    const row = isRow(event, known.columns) ? event : rowOf(event, known);
    if (row === undefined) problems.push({ index, message: unclear(index, name) });
    else if (row === event) rows.push(event);
    else {
      laidOut++;
      const { [known.time]: time = timeOfEvent(event, index) } = row;
      rows.push({ ...withFileNames(row, known.columns), [known.time]: time });
    }
  }
  return { rows, laidOut, problems };
}

interface Candidates {
  /** Of the table, in all targets that have it. */
  readonly columns: ReadonlySet<string>;
  readonly time: string;
  /** By target, the likeliest first. */
  readonly mappings: readonly (readonly ({ readonly mapping: TableMapping } & ReturnType<typeof kindOf>)[])[];
}

function candidatesFor(name: string, target: Target | undefined): Candidates | undefined {
  const catalogued = asimParser(name)?.name ?? name;
  const targets: readonly Target[] =
    target === undefined ? ['xdr', 'workspace', 'asim'] : [target, 'xdr', 'workspace', 'asim'];
  const tables = targets.flatMap((each) => {
    const found = table(catalogued, each);
    const own = allMappings().filter(({ mapping }) => mapping.target === each && mapping.table === catalogued);
    return found === undefined || own.length === 0 ? [] : [{ found, own }];
  });
  const [first] = tables;
  if (first === undefined) return undefined;
  return {
    columns: new Set(tables.flatMap(({ found }) => [...found.columns.keys()])),
    time: first.found.timeColumn ?? 'TimeGenerated',
    mappings: tables.map(({ own }) =>
      own.map(({ logsource: key, mapping }) => ({ mapping: withoutDevices(mapping).mapping, ...kindOf(key) })),
    ),
  };
}

/** Of `category/product/service`: which events can be of that kind, and how many kinds of events it takes in. */
function kindOf(key: string): { readonly isPossible: (event: Event) => boolean; readonly breadth: number } {
  const [category, product, service] = key.split('/').map((part) => (part === '' ? undefined : part));
  const { eventIds = [] } = logsource({ ...(category && { category }), ...(product && { product }) }) ?? {};
  const contradiction = kindCheck({
    ...(category && { category: { value: category, range: nowhere } }),
    ...(product && { product: { value: product, range: nowhere } }),
    ...(service && { service: { value: service, range: nowhere } }),
    range: nowhere,
  });
  return {
    isPossible: (event) => contradiction(event) === undefined && !isOfOtherSystem(product, event),
    breadth: eventIds.length === 0 ? Number.POSITIVE_INFINITY : eventIds.length,
  };
}

const nowhere = { start: 0, end: 0 };

/** By its paths: an event of Windows is none of Linux. */
function isOfOtherSystem(product: string | undefined, event: Event): boolean {
  const texts = Object.values(event).filter((value) => typeof value === 'string');
  const isOfWindows = typeof event.Channel === 'string' || texts.some((text) => /^(?:[a-z]:|HK\w+|\\)\\/i.test(text));
  if (product === 'linux' || product === 'macos') return isOfWindows;
  return product === 'windows' && !isOfWindows && texts.some((text) => /^\/\w+\//.test(text));
}

function isRow(event: Event, columns: ReadonlySet<string>): boolean {
  const names = Object.keys(event);
  return (
    names.some((each) => each === 'TimeGenerated' || each === 'Timestamp') ||
    names.every((each) => columns.has(each) || ofEveryTable.test(each))
  );
}

/**
 * The event itself if it is rather a row; undefined where mappings that know as much of it, and are for as few kinds of
 * events, make different rows.
 */
function rowOf(event: Event, { columns, mappings }: Candidates): Row | undefined {
  const fields = normalizeEvent(event);
  const columnCount = Object.keys(event).filter((each) => columns.has(each)).length;
  const byTarget = mappings.map((own) =>
    own.flatMap(({ mapping, isPossible, breadth }) => {
      if (!isPossible(fields)) return [];
      const { row, unplaced, isSelected } = layOut(mapping, fields);
      const named = Object.keys(fields).filter(
        (each) => isGiven(fields[each]) && mapping.fields.get(each) !== undefined,
      );
      const placed = named.length - unplaced.length;
      return isSelected && placed > columnCount ? [{ row, placed, breadth }] : [];
    }),
  );
  const laidOut = byTarget.find(({ length }) => length > 0);
  if (laidOut === undefined) return event;
  const most = Math.max(...laidOut.map(({ placed }) => placed));
  const fullest = laidOut.filter(({ placed }) => placed === most);
  const narrowest = Math.min(...fullest.map(({ breadth }) => breadth));
  const rows = fullest.filter(({ breadth }) => breadth === narrowest).map(({ row }) => row);
  // Of mappings for the same events the one that says most of them.
  const widest = rows.reduce((one, other) => (Object.keys(other).length > Object.keys(one).length ? other : one));
  return rows.every((each) => isPartOf(each, widest)) ? widest : undefined;
}

/** Tables have the name of a file beside its path; an event has the path. */
function withFileNames(row: Row, columns: ReadonlySet<string>): Row {
  const named = Object.entries(fileNameColumns()).flatMap(([column, source]): [string, string][] => {
    const { [source]: path, [column]: known } = row;
    if (!columns.has(column) || typeof path !== 'string' || isGiven(known)) return [];
    const [name = ''] = /[^\\/]*$/.exec(path) ?? [];
    return [[column, name]];
  });
  return { ...row, ...Object.fromEntries(named) };
}

const fileNameColumns = lazy(() => {
  const { columns } = JSON.parse(fileNameColumnsText) as { readonly columns: Readonly<Record<string, string>> };
  return columns;
});

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isPartOf(part: Row, whole: Row): boolean {
  return Object.entries(part).every(
    ([column, value]) => JSON.stringify(value, digits) === JSON.stringify(whole[column], digits),
  );
}

function digits(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function unclear(index: number, name: string): string {
  return `Event ${index + 1} could be a row of \`${name}\` of more than one kind, and is left out. Its EventID and Channel would tell.`;
}
