import type { CustomTables } from '../kql/language/schemas.ts';
import { inferredColumns } from '../kusto/inferredColumns.ts';
import type { SampleRow, SampleTable } from '../kusto/samples.ts';

type Rows = Readonly<Record<string, readonly SampleRow[]>>;

/**
 * Gives the user's own tables the types of their setting; what else their rows hold keeps the types that the values say.
 * The same table again as long as rows and setting are the same, so that it is not copied to the thread once more.
 */
export function createTypedTables(): (tables: Rows, custom: CustomTables) => Readonly<Record<string, SampleTable>> {
  const made = new WeakMap<readonly SampleRow[], { readonly setting: string; readonly table: SampleTable }>();
  return (tables, custom) =>
    Object.fromEntries(
      Object.entries(tables).map(([name, rows]): [string, SampleTable] => {
        const columns = Object.hasOwn(custom, name) ? custom[name] : undefined;
        if (columns === undefined) return [name, rows];
        const setting = JSON.stringify(columns);
        const known = made.get(rows);
        if (known?.setting === setting) return [name, known.table];
        const table = { columns: { ...columns, ...without(inferredColumns(rows), columns) }, rows };
        made.set(rows, { setting, table });
        return [name, table];
      }),
    );
}

function without<Type>(all: Readonly<Record<string, Type>>, taken: object): Record<string, Type> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !Object.hasOwn(taken, name)));
}
