import { cellJson, type Rows } from './cells.ts';

/** One array, an object a line. */
export function jsonRows({ rows }: Rows): string {
  if (rows.length === 0) return '[]\n';
  return `[\n${rows.map((row) => cellJson(row)).join(',\n')}\n]\n`;
}
