import { cellText, type Rows } from './cells.ts';

/** RFC 4180: a header, lines that end with CR LF, quotes where a text needs them. */
export function csvRows({ columns, rows }: Rows): string {
  const names = columns.map(({ name }) => name);
  return [names, ...rows.map((row) => names.map((name) => cellText(row[name])))]
    .map((fields) => `${fields.map(quoted).join(',')}\r\n`)
    .join('');
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
