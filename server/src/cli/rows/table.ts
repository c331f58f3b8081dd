import type { ResultCell } from '../../kusto/output.ts';
import { printable } from '../finding.ts';
import { widthOf } from '../textWidth.ts';
import { cellText, type Rows } from './cells.ts';

/**
 * Rows for people: aligned columns of a bounded width, numbers to the right, a long text cut with `…`. Columns that are
 * empty in every row are left out. Where a terminal is too narrow for a line a row, each column gets a line.
 */
export function tableRows({ columns, rows }: Rows, terminal: number | undefined): string {
  const shown = columns
    .filter(({ name }) => rows.length === 0 || rows.some((row) => !isEmpty(row[name])))
    .map(({ name, type }): ShownColumn => {
      const texts = rows.map((row) => oneLine(cellText(row[name])));
      const width = Math.max(widthOf(name), ...texts.map((text) => Math.min(widthOf(text), widest)));
      return { name: oneLine(name), texts, width, isNumber: numbers.has(type) };
    });
  if (shown.length === 0) return '';
  const widths = terminal === undefined ? shown.map(({ width }) => width) : fitted(shown, terminal);
  return widths === undefined ? records(shown, rows.length, terminal ?? widest) : lines(shown, rows.length, widths);
}

/** The columns that a table of the rows does not show. */
export function emptyColumns({ columns, rows }: Rows): string[] {
  if (rows.length === 0) return [];
  return columns.filter(({ name }) => rows.every((row) => isEmpty(row[name]))).map(({ name }) => name);
}

interface ShownColumn {
  readonly name: string;
  readonly texts: readonly string[];
  readonly width: number;
  readonly isNumber: boolean;
}

const widest = 60;
/** A column that is cut to less tells nothing. */
const narrowest = 12;
const gap = '  ';
const numbers = new Set(['int', 'long', 'real', 'decimal']);

function isEmpty(cell: ResultCell | undefined): boolean {
  return cell === null || cell === undefined || cell === '';
}

function oneLine(text: string): string {
  return printable(text).replaceAll('\t', ' ');
}

/** Widths that fill no more than the terminal, taken from the widest columns first; undefined if it has too many. */
function fitted(shown: readonly ShownColumn[], terminal: number): readonly number[] | undefined {
  const widths = shown.map(({ width }) => width);
  let excess = widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1)) - terminal;
  while (excess > 0) {
    const most = Math.max(...widths);
    if (most <= narrowest) return undefined;
    const index = widths.indexOf(most);
    const next = Math.max(narrowest, ...widths.filter((width) => width < most));
    const taken = Math.min(excess, Math.max(1, most - next));
    widths[index] = most - taken;
    excess -= taken;
  }
  return widths;
}

function lines(shown: readonly ShownColumn[], count: number, widths: readonly number[]): string {
  const line = (textOf: (column: ShownColumn) => string): string =>
    shown
      .map((column, index) => padded(textOf(column), widths[index] ?? 0, column.isNumber))
      .join(gap)
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join(gap);
  const body = Array.from({ length: count }, (_, row) => line(({ texts }) => texts[row] ?? ''));
  return `${[line(({ name }) => name), rule, ...body].join('\n')}\n`;
}

function records(shown: readonly ShownColumn[], count: number, terminal: number): string {
  const width = Math.max(...shown.map(({ name }) => widthOf(name)));
  return Array.from({ length: count }, (_, row) => {
    const fields = shown.flatMap(({ name, texts }) => {
      const text = texts[row] ?? '';
      return text === '' ? [] : [`${padded(name, width, false)}  ${cut(text, Math.max(20, terminal - width - 2))}`];
    });
    return `${[`-- row ${row + 1}`, ...fields].join('\n')}\n`;
  }).join('');
}

function padded(text: string, width: number, toRight: boolean): string {
  const shown = cut(text, width);
  const blanks = ' '.repeat(Math.max(0, width - widthOf(shown)));
  return toRight ? blanks + shown : shown + blanks;
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let [shown, used] = ['', 0];
  for (const character of text) {
    used += widthOf(character);
    if (used > width - 1) break;
    shown += character;
  }
  return `${shown}…`;
}
