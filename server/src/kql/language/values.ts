import { asimParser } from '../../catalog/asim.ts';
import type { Range } from '../../range.ts';
import type { KqlDocument } from './document.ts';
import { codeOnly, scan } from './scan.ts';
import { tableFacts } from './schemas.ts';

export interface KnownValues {
  /** The text between the quotes. */
  readonly range: Range;
  readonly values: readonly string[];
}

/**
 * Inside of a text that a column is compared with: the values that the catalogue knows of the column in the tables and
 * parsers that the query names, such as those of `ActionType`. The service itself proposes nothing inside of texts.
 */
export function knownValuesAt(document: KqlDocument, offset: number): KnownValues | undefined {
  const query = document.at(offset);
  if (query === undefined) return undefined;
  const { text, start } = query;
  const at = offset - start;
  const lexemes = scan(text);
  const literal = lexemes.find((each) => each.kind === 'text' && each.start < at && at <= each.end);
  if (literal === undefined) return undefined;
  const [, prefix = '', quote = '', content = ''] =
    /^(@?)(["'])(.*)$/s.exec(text.slice(literal.start, literal.end)) ?? [];
  const isClosed = content.endsWith(quote);
  const from = literal.start + prefix.length + quote.length;
  const to = literal.end - (isClosed ? 1 : 0);
  if (quote === '' || at < from || at > to) return undefined;
  const code = codeOnly(text, lexemes);
  const column = compared.exec(code.slice(Math.max(0, literal.start - longestList), literal.start))?.[1];
  const values = column === undefined ? [] : valuesOf(column, code, document);
  return values.length === 0 ? undefined : { range: { start: start + from, end: start + to }, values };
}

/** A column and what compares it with the next text; other texts of a list are quotes by then. */
const compared = /\b([A-Za-z_]\w*)\s*(?:==|!=|=~|!~|!?in~?\s*\([\s",]*)\s*$/;
const longestList = 10_000;

function valuesOf(column: string, code: string, { schema }: KqlDocument): string[] {
  const words = new Set(code.match(/[A-Za-z_]\w*/g) ?? []);
  const found = [...words].flatMap((word) => [
    ...(column === 'ActionType' ? (tableFacts(word, schema)?.actionTypes ?? []) : []),
    ...(schema === 'xdr' ? [] : (asimParser(word)?.values.get(column) ?? [])),
  ]);
  return [...new Set(found)].sort();
}
