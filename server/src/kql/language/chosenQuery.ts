import type { Range } from '../../range.ts';
import { longestText } from './limits.ts';
import { type QueryPart, queriesOf, queryAt } from './queries.ts';
import { codeOnly, scan } from './scan.ts';

/** The query to run of a text that may hold several. */
export interface ChosenQuery {
  /** As long as the whole text, with blanks instead of the other queries: places in it are places in the whole. */
  readonly text: string;
  readonly range: Range;
  /** Which of the queries it is, from 0, and how many there are. */
  readonly index: number;
  readonly count: number;
}

/**
 * The query that the cursor is in or follows, as Microsoft's editors choose it; the first one without a cursor. Parts
 * with nothing but comments are no queries. A text that is longer than a query can be counts as one.
 */
export function chooseQuery(text: string, offset: number | undefined): ChosenQuery {
  const queries = partsWithCode(text);
  const at = offset === undefined ? queries[0] : queryAt(queries, offset);
  if (at === undefined || queries.length === 1)
    return { text, range: { start: 0, end: text.length }, index: 0, count: queries.length };
  const { start, end } = at;
  const alone = `${blanks(text.slice(0, start))}${text.slice(start, end)}${blanks(text.slice(end))}`;
  return { text: alone, range: { start, end }, index: queries.indexOf(at), count: queries.length };
}

/** The `index`-th query, from 0; undefined if there are fewer. */
export function queryByIndex(text: string, index: number): ChosenQuery | undefined {
  const part = partsWithCode(text)[index];
  return part && chooseQuery(text, part.start);
}

function partsWithCode(text: string): QueryPart[] {
  if (text.length > longestText) return [{ start: 0, end: text.length }];
  const code = codeOnly(text, scan(text));
  return queriesOf(text).filter(({ start, end }) => code.slice(start, end).trim() !== '');
}

/** Line breaks stay, so that places keep their lines. */
function blanks(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
