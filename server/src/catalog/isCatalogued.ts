import { asimParser } from './asim.ts';
import { otherTable } from './otherTables.ts';
import { table } from './tables.ts';

/** Whether the types of a table's columns, or of what a parser answers, are known for any target. */
export function isCatalogued(name: string): boolean {
  const known = table(name, 'xdr') ?? table(name, 'workspace') ?? otherTable(name) ?? asimParser(name);
  return known !== undefined;
}
