import tablesText from '../../../schemas/sentinel/tables.json?raw';
import { asimParser, asimParsers } from './asim.ts';
import { type Columns, type PackedColumns, unpackColumns, words } from './columns.ts';
import { lazy } from './lazy.ts';
import type { Target } from './target.ts';

/** A table, or an ASIM parser that is queried like one, with the columns it has where the target looks. */
export interface Table {
  readonly name: string;
  readonly kind: 'xdr' | 'logAnalytics' | 'asim' | 'custom' | 'asimParser';
  readonly columns: Columns;
  /** `Timestamp` in advanced hunting, `TimeGenerated` in a workspace; a few tables have none. */
  readonly timeColumn?: string;
  /** What the events are about, in Azure Monitor's words: `Windows`, `Entra`, `Security`. */
  readonly category?: string;
  /** Known values of `ActionType`; not a closed set. */
  readonly actionTypes: readonly string[];
  /** The table that replaces this one. */
  readonly supersededBy?: string;
}

/**
 * The table of that name as the target sees it, or undefined if it has none. Names are case-sensitive, as in Kusto.
 * A Defender table has other columns and types in a workspace than in advanced hunting. For `asim` there are the
 * unifying parsers, by their built-in and their workspace names, and the tables of the workspace.
 */
export function table(name: string, target: Target): Table | undefined {
  if (target === 'xdr') return cached(`xdr ${name}`, () => huntingTable(name));
  return cached(`workspace ${name}`, () => workspaceTable(name)) ?? (target === 'asim' ? parserTable(name) : undefined);
}

/** All tables that the target has, by name. */
export function tablesOf(target: Target): Table[] {
  const names = [...packed().keys()];
  const parsers = asimParsers().flatMap(({ name, workspaceName }) => [name, workspaceName]);
  const all =
    target === 'xdr' ? names : [...new Set([...names.flatMap(workspaceNames), ...(target === 'asim' ? parsers : [])])];
  return all.map((name) => table(name, target)).filter((each) => each !== undefined);
}

interface PackedTable {
  readonly kind: 'xdr' | 'logAnalytics' | 'asim' | 'custom';
  readonly time?: string;
  readonly category?: string;
  readonly columns: PackedColumns;
  readonly logAnalytics?: {
    readonly name?: string;
    readonly time?: string;
    readonly without?: string;
    readonly with?: PackedColumns;
  };
  readonly supersededBy?: string;
  readonly aliasOf?: string;
  readonly actionTypes?: readonly string[];
}

const packed = lazy((): Map<string, PackedTable> => {
  const file: { tables: Record<string, PackedTable> } = JSON.parse(tablesText);
  return new Map(Object.entries(file.tables));
});

/** Workspace name -> name in advanced hunting, where the two differ in their capitals. */
const huntingNames = lazy(() => {
  const renamed = [...packed()].filter(([, { logAnalytics }]) => logAnalytics?.name !== undefined);
  return new Map(renamed.map(([name, { logAnalytics }]) => [logAnalytics?.name, name]));
});

const made = new Map<string, Table | undefined>();

function cached(key: string, make: () => Table | undefined): Table | undefined {
  if (!made.has(key)) made.set(key, make());
  return made.get(key);
}

function huntingTable(name: string): Table | undefined {
  const found = packed().get(name);
  if (found?.kind !== 'xdr') return undefined;
  const columns = packed().get(found.aliasOf ?? name)?.columns ?? found.columns;
  return { name, ...common(found), columns: unpackColumns(columns), ...(found.time && { timeColumn: found.time }) };
}

function workspaceTable(name: string): Table | undefined {
  const found = packed().get(huntingNames().get(name) ?? name);
  if (found === undefined) return undefined;
  const { time, logAnalytics: copy } = found;
  if (found.kind !== 'xdr') {
    return { name, ...common(found), columns: unpackColumns(found.columns), ...(time && { timeColumn: time }) };
  }
  if (copy === undefined || (copy.name ?? name) !== name) return undefined;
  return {
    name,
    ...common(found),
    columns: copiedColumns(found.columns, copy),
    ...(copy.time && { timeColumn: copy.time }),
  };
}

function copiedColumns(original: PackedColumns, copy: NonNullable<PackedTable['logAnalytics']>): Columns {
  const columns = unpackColumns(original);
  for (const column of words(copy.without)) columns.delete(column);
  for (const [column, type] of unpackColumns(copy.with ?? {})) columns.set(column, type);
  return columns;
}

function parserTable(name: string): Table | undefined {
  const parser = asimParser(name);
  if (parser === undefined) return undefined;
  return {
    name,
    kind: 'asimParser',
    columns: parser.columns,
    timeColumn: 'TimeGenerated',
    category: 'Normalized',
    actionTypes: [],
  };
}

function workspaceNames(name: string): string[] {
  const found = packed().get(name);
  if (found?.kind !== 'xdr') return [name];
  return found.logAnalytics === undefined ? [] : [found.logAnalytics.name ?? name];
}

function common({ kind, category, actionTypes, supersededBy }: PackedTable) {
  return { kind, actionTypes: actionTypes ?? [], ...(category && { category }), ...(supersededBy && { supersededBy }) };
}
