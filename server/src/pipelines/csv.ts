/** The rows of comma-separated text, as Python's `csv` reads it: quotes around a cell, doubled inside. */
export function csvRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"?([^,\r\n]*)|([^,\r\n]*))(,|\r\n|\n|\r|$)/y;
  while (cell.lastIndex < text.length || row.length > 0) {
    const match = cell.exec(text);
    if (match === null) break;
    const [, quoted, rest = '', plain = '', end] = match;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"') + rest);
    if (end === ',') continue;
    // A line without anything is a row without cells.
    rows.push(row.length === 1 && row[0] === '' && quoted === undefined ? [] : row);
    row = [];
  }
  return rows;
}
