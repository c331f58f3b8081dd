/** Kusto's scalar types, as far as tables have them. */
export type ColumnType = 'string' | 'int' | 'long' | 'real' | 'bool' | 'datetime' | 'timespan' | 'dynamic' | 'guid';

/** Columns as the knowledge files have them: for each type the names, with blanks between. */
export type PackedColumns = { readonly [type in ColumnType]?: string };

/** Column names, which are case-sensitive, with their types. */
export type Columns = ReadonlyMap<string, ColumnType>;

export function unpackColumns(packed: PackedColumns): Map<string, ColumnType> {
  const columns = new Map<string, ColumnType>();
  for (const [type, names] of Object.entries(packed)) {
    if (isColumnType(type)) for (const name of words(names)) columns.set(name, type);
  }
  return columns;
}

/** The words of a packed list. */
export function words(packed: string | undefined): string[] {
  return packed === undefined || packed === '' ? [] : packed.split(' ');
}

const types: ReadonlySet<string> = new Set<ColumnType>([
  'string',
  'int',
  'long',
  'real',
  'bool',
  'datetime',
  'timespan',
  'dynamic',
  'guid',
]);

function isColumnType(type: string): type is ColumnType {
  return types.has(type);
}
