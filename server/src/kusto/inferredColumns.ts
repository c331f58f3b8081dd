import type { ColumnType } from '../catalog/columns.ts';
import { inferredType, type SampleRow } from './samples.ts';

/** The columns of a table of which only sample rows are known, with the types that a run of a query gives them. */
export function inferredColumns(rows: readonly SampleRow[]): Readonly<Record<string, ColumnType>> {
  const values = new Map<string, unknown[]>();
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      const known = values.get(name);
      if (known === undefined) values.set(name, [value]);
      else known.push(value);
    }
  }
  return Object.fromEntries(
    [...values].flatMap(([name, all]): [string, ColumnType][] => {
      const type = inferredType(all);
      return name === '' || type === 'decimal' ? [] : [[name, type]];
    }),
  );
}
