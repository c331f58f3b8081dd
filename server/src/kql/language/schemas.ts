import type { Columns, ColumnType } from '../../catalog/columns.ts';
import { otherTable, otherTableNames } from '../../catalog/otherTables.ts';
import { type Table, table, tablesOf } from '../../catalog/tables.ts';
import { globalsOn } from '../validation/database.ts';
import { type GlobalState, kusto } from '../validation/kusto.ts';
import { parserSymbols, tableSymbol, watchlistSymbol } from '../validation/symbols.ts';
import { huntingFunctions, workspaceFunction } from './productFunctions.ts';

/**
 * What the tables of a document are: those of Defender XDR, those of a Log Analytics workspace with ASIM's parsers, or
 * both, as the portal that shows both together has them.
 */
export type Schema = 'xdr' | 'workspace' | 'unified';

/** The user's own tables, by name: columns with their types. */
export type CustomTables = Readonly<Record<string, Readonly<Record<string, ColumnType>>>>;

/** The tables that queries of the schema can name, with their columns where they are asked for. */
export function tableNames(schema: Schema, custom: CustomTables): string[] {
  const names = new Set(Object.keys(custom));
  if (schema !== 'workspace') for (const { name } of tablesOf('xdr')) names.add(name);
  if (schema !== 'xdr') {
    for (const { name, kind } of tablesOf('workspace')) if (kind !== 'asimParser') names.add(name);
    for (const name of otherTableNames()) names.add(name);
  }
  return [...names];
}

/** The table as the schema has it, without those that are the user's own. */
export function columnsOf(name: string, schema: Schema): Columns | undefined {
  const hunting = schema === 'workspace' ? undefined : table(name, 'xdr')?.columns;
  const workspace = schema === 'xdr' ? undefined : (table(name, 'workspace')?.columns ?? otherTable(name));
  if (hunting === undefined || workspace === undefined) return hunting ?? workspace;
  return new Map([...workspace, ...hunting]);
}

/** What is known of a table besides its columns. */
export function tableFacts(name: string, schema: Schema): Omit<Table, 'columns'> | undefined {
  return (
    (schema === 'workspace' ? undefined : table(name, 'xdr')) ?? (schema === 'xdr' ? undefined : table(name, 'asim'))
  );
}

/** What Microsoft's service binds names to. */
export function globalsFor(schema: Schema, custom: CustomTables): GlobalState {
  const key = `${schema} ${JSON.stringify(custom)}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  if (made.size >= mostKept) made.clear();
  const globals = makeGlobals(schema, custom);
  made.set(key, globals);
  return globals;
}

const made = new Map<string, GlobalState>();
const mostKept = 8;

function makeGlobals(schema: Schema, custom: CustomTables): GlobalState {
  const tables = tableNames(schema, custom).map((name) => {
    const own = Object.hasOwn(custom, name) ? custom[name] : undefined;
    return tableSymbol(name, () => (own ? new Map(Object.entries(own)) : (columnsOf(name, schema) ?? new Map())));
  });
  const functions = schema === 'workspace' ? [] : huntingFunctions();
  if (schema !== 'xdr') {
    const others = new kusto.Symbols.DatabaseSymbol.ctor('workspace', tables);
    functions.push(...parserSymbols(), watchlistSymbol(), workspaceFunction(others));
  }
  return globalsOn(schema, [...tables, ...functions]);
}
