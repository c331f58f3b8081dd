import type { ResultCell } from '../../kusto/output.ts';

/** Rows as a query answers them, by the names of its columns. */
export interface Rows {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly Readonly<Record<string, ResultCell>>[];
}

/** A value as people read it: texts as they are, null as nothing, arrays and bags as JSON. */
export function cellText(cell: ResultCell | undefined): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? cellJson(cell) : String(cell);
}

/** JSON, with all digits of a long and, in Kusto's words, the reals that JSON has no number for. */
export function cellJson(cell: ResultCell): string {
  if (typeof cell === 'bigint') return String(cell);
  if (typeof cell === 'number' && !Number.isFinite(cell)) return JSON.stringify(nonFinite(cell));
  if (cell === null || typeof cell !== 'object') return JSON.stringify(cell);
  if (isArray(cell)) return `[${cell.map(cellJson).join(',')}]`;
  return `{${Object.entries(cell)
    .map(([key, value]) => `${JSON.stringify(key)}:${cellJson(value)}`)
    .join(',')}}`;
}

function isArray(cell: ResultCell): cell is readonly ResultCell[] {
  return Array.isArray(cell);
}

function nonFinite(number: number): string {
  return Number.isNaN(number) ? 'NaN' : number > 0 ? 'Infinity' : '-Infinity';
}
