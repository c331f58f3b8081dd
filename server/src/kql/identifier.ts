import { quote } from './quote.ts';

/** A name that a computed column can have as it is: the name itself with other characters as `_`. */
export function columnName(name: string): string {
  const plain = name.replace(/\W/g, '_');
  return isIdentifier(plain) ? plain : `_${plain}`;
}

/** The expression for what a path leads to in a dynamic value: `EventData.Image`, `Properties["a b"].c`. */
export function pathExpression(column: string, path: readonly string[]): string {
  return column + path.map((key) => (isIdentifier(key) ? `.${key}` : `[${quote(key)}]`)).join('');
}

/** Whether Kusto's parser takes the word for a name without brackets. */
function isIdentifier(word: string): boolean {
  return /^[A-Za-z_]\w*$/.test(word) && !keywords.has(word);
}

/** Found by giving Microsoft's parser each word of the language as a column's name. */
const keywords: ReadonlySet<string> = new Set(
  `accumulate and as asc between boolean by contains database datatable date datetime decimal desc double dynamic
  endswith externaldata false find first guid has has_all has_any in int invoke kind last like long materialize notlike
  not of or print project real sample search set startswith string table time timespan title to toscalar true ulong
  union uuid where with_source`.split(/\s+/),
);
