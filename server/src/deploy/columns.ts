import type { Columns } from '../catalog/columns.ts';
import { table } from '../catalog/tables.ts';
import type { Conversion } from '../kql/convert.ts';
import { tokenizeKql } from '../kql/tokens.ts';

/**
 * The columns of a query's result with their types: those of its tables that all of them have, and no others; of a
 * correlation its own, of which those that it groups by are text.
 */
export function resultColumns({ target, tables, columns, origins }: Conversion): Columns {
  const [first, ...others] = tables.map((name) => table(name, target)?.columns ?? new Map());
  const common = new Map([...(first ?? [])].filter(([name]) => others.every((each) => each.has(name))));
  if (columns === undefined) return common;
  return new Map(columns.map((name) => [name, (origins?.has(name) ? undefined : common.get(name)) ?? 'string']));
}

/** The columns of the result that the query's conditions are about, in the order in which it names them. */
export function testedColumns(conversion: Conversion, columns: Columns): string[] {
  const { query = '' } = conversion;
  const names = new Set<string>();
  for (const [start, length, kind] of tokenizeKql(query)) {
    const name = query.slice(start, start + length);
    if (kind !== 'string' && kind !== 'comment' && columns.has(name)) names.add(name);
  }
  return [...names];
}
