import { asimParsers } from '../catalog/asim.ts';
import { table as catalogued } from '../catalog/tables.ts';
import type { Target } from '../catalog/target.ts';
import type { GlobalState } from '../kql/validation/kusto.ts';
import { type AsimSource, filteredRows, parserSources } from './asim.ts';
import { noRow } from './expression.ts';
import { globalsFor } from './globals.ts';
import { once, type Plan, type Row } from './plan.ts';
import type { RunOptions } from './runOptions.ts';
import { inferredType, rowsOf, type SampleRow, type SampleTable, sampleReader } from './samples.ts';
import type { Given } from './scope.ts';
import type { Column } from './syntax.ts';
import type { ScalarType } from './values/value.ts';

/** What a query can take rows from. */
export interface Tables {
  readonly globals: GlobalState;
  readonly names: readonly string[];
  readonly table: (name: string) => Plan | undefined;
  readonly tableFunction: (name: string, given: readonly Given[]) => Plan | undefined;
  /** The tables and parsers that rows were asked of and that have none at all. */
  readonly withoutRows: () => readonly string[];
}

/** The given tables, and those of the catalogue that the text names, which are empty. */
export function createTables(text: string, options: RunOptions): Tables {
  const words = new Set(text.match(/[A-Za-z_]\w*/g) ?? []);
  const target = options.target ?? targetOf(options.tables);
  const sources = new Map<string, Source>();
  for (const [name, given] of Object.entries(options.tables)) sources.set(name, sourceOf(name, given, target));
  const parsers = parserSources(words, options.tables, asimParsers());
  for (const name of words) {
    if (sources.has(name) || parsers.has(name)) continue;
    const known = catalogued(name, target) ?? catalogued(name, target === 'xdr' ? 'workspace' : 'xdr');
    if (known !== undefined && known.kind !== 'asimParser')
      sources.set(name, { columns: columnsOf(known.columns), rows: [] });
  }
  for (const name of parsers.keys()) sources.delete(name);
  const watchlists = new Map(
    Object.entries(options.watchlists ?? {}).map(([alias, given]) => [alias, watchlistOf(given)]),
  );
  const plans = new Map<string, Plan>();
  const withoutRows = new Set<string>();
  const table = (name: string) => {
    const source = sources.get(name);
    if (source?.rows.length === 0) withoutRows.add(name);
    const plan = plans.get(name) ?? (source && samplePlan(source));
    if (plan !== undefined) plans.set(name, plan);
    return plan;
  };
  const tableFunction = (name: string, given: readonly Given[]) => {
    if (name === '_GetWatchlist') {
      const source = watchlists.get(String(given[0]?.value?.evaluate(noRow)));
      return source && samplePlan(source);
    }
    const parser = parsers.get(name);
    if (parser?.rows.length === 0) withoutRows.add(name);
    return parser && parserPlan(parser, given);
  };
  return {
    globals: globalsFor(sources, parsers, watchlists, options.functions ?? {}),
    names: [...sources.keys()],
    table,
    tableFunction,
    withoutRows: () => [...withoutRows],
  };
}

/** Rows with the columns they are read by. */
export interface Source {
  readonly columns: readonly Column[];
  readonly rows: readonly SampleRow[];
}

/** A hunting table has other columns than its copy in a workspace: `Timestamp` there, `TimeGenerated` here. */
function targetOf(tables: Readonly<Record<string, SampleTable>>): Target {
  const fits = (target: Target) =>
    Object.entries(tables).reduce((sum, [name, given]) => {
      const columns = catalogued(name, target)?.columns;
      const [first] = rowsOf(given);
      return (
        sum +
        (columns === undefined || first === undefined
          ? 0
          : Object.keys(first).filter((each) => columns.has(each)).length)
      );
    }, 0);
  return fits('xdr') > fits('workspace') ? 'xdr' : 'workspace';
}

function sourceOf(name: string, given: SampleTable, target: Target): Source {
  const rows = rowsOf(given);
  if ('rows' in given)
    return { rows, columns: Object.entries(given.columns).map(([column, type]) => ({ name: column, type })) };
  const known = catalogued(name, target)?.columns ?? catalogued(name, target === 'xdr' ? 'workspace' : 'xdr')?.columns;
  return { rows, columns: withOthers(columnsOf(known ?? new Map()), rows, inferredType) };
}

/** The known columns, and after them what else the rows have. */
function withOthers(
  known: readonly Column[],
  rows: readonly SampleRow[],
  typeOf: (values: readonly unknown[]) => ScalarType,
): Column[] {
  const names = new Set(known.map(({ name }) => name));
  const others = propertiesOf(rows).filter((name) => !names.has(name));
  return [...known, ...others.map((name) => ({ name, type: typeIn(rows, name, typeOf) }))];
}

/** Kept for each array, as its properties are. */
function typeIn(
  rows: readonly SampleRow[],
  name: string,
  typeOf: (values: readonly unknown[]) => ScalarType,
): ScalarType {
  const known = properties.get(rows)?.types.get(typeOf) ?? new Map<string, ScalarType>();
  properties.get(rows)?.types.set(typeOf, known);
  const type = known.get(name) ?? typeOf(rows.map((row) => row[name]));
  known.set(name, type);
  return type;
}

/** The names of all properties. Kept for each array, since looking takes longer than many a query. */
function propertiesOf(rows: readonly SampleRow[]): readonly string[] {
  const known = properties.get(rows);
  if (known !== undefined && known.rows === rows.length) return known.names;
  const names = new Set<string>();
  for (const row of rows) for (const name in row) names.add(name);
  properties.set(rows, { rows: rows.length, names: [...names], types: new Map() });
  return [...names];
}

interface Properties {
  readonly rows: number;
  readonly names: readonly string[];
  /** By the function that says them and by name. */
  readonly types: Map<(values: readonly unknown[]) => ScalarType, Map<string, ScalarType>>;
}

const properties = new WeakMap<readonly SampleRow[], Properties>();

/** The columns of a watchlist's file are strings in Sentinel. */
function watchlistOf(given: SampleTable): Source {
  const rows = rowsOf(given);
  if ('rows' in given) return { rows, columns: Object.entries(given.columns).map(([name, type]) => ({ name, type })) };
  return { rows, columns: withOthers([], rows, () => 'string') };
}

function columnsOf(columns: ReadonlyMap<string, ScalarType>): Column[] {
  return [...columns].map(([name, type]) => ({ name, type }));
}

function samplePlan({ columns, rows }: Source): Plan {
  return plan(
    columns,
    columns.map(({ name }) => [name]),
    () => rows,
  );
}

function parserPlan(parser: AsimSource, given: readonly Given[]): Plan {
  const names = parser.columns.map(({ name }) => parser.namesOf(name));
  const whole = plan(parser.columns, names, () => parser.rows);
  return { ...whole, rows: once(() => filteredRows(parser, whole, given)) };
}

function plan(columns: readonly Column[], names: readonly (readonly string[])[], rows: () => readonly Row[]): Plan {
  const readers = new Map<number, ReturnType<typeof sampleReader>>();
  const reader = (index: number) => {
    const made = readers.get(index) ?? sampleReader(names[index] ?? [], columns[index]?.type ?? 'dynamic');
    readers.set(index, made);
    return made;
  };
  return { columns, reader, rows, serialized: false };
}
