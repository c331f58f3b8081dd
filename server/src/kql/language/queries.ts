import type { Range } from '../../range.ts';
import { codeOnly, scan } from './scan.ts';

/** One query of a file: its statements with what follows them up to the next query. */
export type QueryPart = Range;

/**
 * The queries of a file, from its first character to its last. As in Microsoft's editors, an empty line ends a query;
 * but not inside of brackets, after `;` or `|`, or before a line that begins with `|`, so that a detection with empty
 * lines between its statements stays one query. Comments belong to the query that they stand above.
 */
export function queriesOf(text: string): QueryPart[] {
  const lexemes = scan(text);
  const code = codeOnly(text, lexemes);
  const brackets = lexemes.filter(({ kind }) => kind === 'open' || kind === 'close');
  const parts: QueryPart[] = [];
  let start = 0;
  let level = 0;
  let nextBracket = 0;
  const countTo = (end: number): void => {
    for (let each = brackets[nextBracket]; each !== undefined && each.start < end; each = brackets[++nextBracket]) {
      level = each.kind === 'open' ? level + 1 : Math.max(0, level - 1);
    }
  };
  for (const { index, 0: lines } of code.matchAll(emptyLines)) {
    countTo(index);
    const end = index + lines.length;
    if (level > 0 || isContinued(code, text, start, index, end)) continue;
    const cut = commentStart(text, index, end);
    parts.push({ start, end: cut });
    start = cut;
  }
  parts.push({ start, end: text.length });
  return parts;
}

/** The query that a place is in: at the border of two the one that has text there. */
export function queryAt(parts: readonly QueryPart[], offset: number): QueryPart | undefined {
  return parts.find(({ end }) => offset < end) ?? parts.at(-1);
}

/** In the code without comments: line breaks with at least one line of blanks between them. */
const emptyLines = /(?:\r\n|\n|\r(?!\n))[^\S\r\n]*(?:(?:\r\n|\n|\r(?!\n))[^\S\r\n]*)+/g;

function isContinued(code: string, text: string, start: number, index: number, end: number): boolean {
  // A line with nothing but a comment is blank in `code`, and separates nothing by itself.
  if (!emptyLine.test(text.slice(index, end))) return true;
  const before = code.slice(start, index).trimEnd();
  return before === '' || /[;|,(=]$/.test(before) || end === code.length || code[end] === '|' || code[end] === ';';
}

const emptyLine = /(?:\r\n|\n|\r(?!\n))[^\S\r\n]*(?=\r\n|\n|\r)/;

/** Where the comment begins that stands directly above what follows `end`; without one, `end`. */
function commentStart(text: string, index: number, end: number): number {
  const between = text.slice(index, end);
  const comment = between.indexOf('//', emptyLine.exec(between)?.index ?? between.length);
  return comment === -1 ? end : index + comment;
}
