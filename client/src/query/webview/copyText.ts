import type { QueryCell, RunQueryResult } from '../../../../server/src/lsp/protocol.ts';

type Columns = RunQueryResult['columns'];
type Rows = readonly (readonly QueryCell[])[];

/** RFC 4180: a header, lines that end with CR LF, quotes where a text needs them. */
export function csvText(columns: Columns, rows: Rows): string {
  return [columns.map(({ name }) => name), ...rows.map((row) => columns.map((_, index) => String(row[index] ?? '')))]
    .map((fields) => `${fields.map(quoted).join(',')}\r\n`)
    .join('');
}

/** An array, an object a line; a long has all its digits. */
export function jsonText(columns: Columns, rows: Rows): string {
  const objects = rows.map((row) => {
    const members = columns.map(({ name, type }, index) => `${JSON.stringify(name)}:${json(row[index] ?? null, type)}`);
    return `{${members.join(',')}}`;
  });
  return objects.length === 0 ? '[]\n' : `[\n${objects.join(',\n')}\n]\n`;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function json(cell: QueryCell, type: string): string {
  if (typeof cell === 'string' && (type === 'dynamic' || (type === 'long' && /^-?\d+$/.test(cell)))) return cell;
  return JSON.stringify(cell);
}
