import otherTablesText from '../../../schemas/sentinel/otherTables.json?raw';
import { type Columns, type PackedColumns, unpackColumns } from './columns.ts';
import { lazy } from './lazy.ts';

/**
 * Columns of a table of Log Analytics that no mapping of ours needs, and that `tables.ts` therefore leaves out; undefined
 * for every other name. A file of its own, because only who writes KQL by hand asks for these 750 tables.
 */
export function otherTable(name: string): Columns | undefined {
  const packed = others().get(name);
  return packed && unpackColumns(packed);
}

export function otherTableNames(): readonly string[] {
  return [...others().keys()];
}

const others = lazy((): Map<string, PackedColumns> => {
  const file: { tables: Record<string, PackedColumns> } = JSON.parse(otherTablesText);
  return new Map(Object.entries(file.tables));
});
