import type { QueryCell, RunQueryResult } from '../../../../server/src/lsp/protocol.ts';

/** By which column rows are sorted. */
export interface Order {
  readonly column: number;
  readonly isDescending: boolean;
}

type Rows = Pick<RunQueryResult, 'columns' | 'rows'>;

/**
 * The positions of the rows that fit the filter, in the wanted order. Every word of the filter has to occur in some
 * value, or, as `Column:word`, in that column's. Rows without a value come last whatever the order.
 */
export function arrange({ columns, rows }: Rows, filter: string, order: Order | undefined): number[] {
  const tests = filter
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => wordTest(word.toLowerCase(), columns));
  const found = rows.flatMap((row, index) => (tests.every((test) => test(row)) ? [index] : []));
  const column = order && columns[order.column];
  if (order === undefined || column === undefined) return found;
  const compare = comparison(column.type);
  const sign = order.isDescending ? -1 : 1;
  const cell = (index: number): QueryCell => rows[index]?.[order.column] ?? null;
  return found.sort((first, second) => {
    const [left, right] = [cell(first), cell(second)];
    if (isMissing(left) || isMissing(right)) return Number(isMissing(left)) - Number(isMissing(right));
    return sign * compare(left, right);
  });
}

export function isMissing(cell: QueryCell | undefined): boolean {
  return cell === null || cell === undefined || cell === '';
}

function wordTest(word: string, columns: Rows['columns']): (row: readonly QueryCell[]) => boolean {
  const [, name, rest] = /^(\w+):(.+)$/.exec(word) ?? [];
  const column = name === undefined ? -1 : columns.findIndex((each) => each.name.toLowerCase() === name);
  if (column >= 0 && rest !== undefined) return (row) => has(row[column], rest);
  return (row) => row.some((cell) => has(cell, word));
}

function has(cell: QueryCell | undefined, word: string): boolean {
  return cell !== null && cell !== undefined && String(cell).toLowerCase().includes(word);
}

function comparison(type: string): (left: QueryCell, right: QueryCell) => number {
  switch (type) {
    case 'long':
    case 'int':
      return (left, right) => Number(BigInt(String(left)) - BigInt(String(right)));
    case 'real':
    case 'decimal':
      return (left, right) => byNumber(Number(left), Number(right));
    case 'timespan':
      return (left, right) => byNumber(secondsOf(String(left)), secondsOf(String(right)));
    case 'datetime':
    case 'bool':
      return (left, right) => (String(left) < String(right) ? -1 : Number(String(left) > String(right)));
    default:
      return (left, right) => collator.compare(String(left), String(right));
  }
}

const collator = new Intl.Collator('en', { numeric: true });

function byNumber(left: number, right: number): number {
  if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  return left < right ? -1 : Number(left > right);
}

/** Of a timespan such as `-1.02:03:04.5000000`. */
function secondsOf(text: string): number {
  const [, sign, days, hours, minutes, seconds] = /^(-?)(?:(\d+)\.)?(\d+):(\d+):([\d.]+)$/.exec(text) ?? [];
  const sum = ((Number(days ?? 0) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return sign === '-' ? -sum : sum;
}
