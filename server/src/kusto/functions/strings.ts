import { Failure } from '../failure.ts';
import { regexOf } from '../regex.ts';
import { joined, repeated } from '../values/bounds.ts';
import { type DynamicArray, isArray, type Value } from '../values/value.ts';
import type { FunctionFamily } from './function.ts';

/** Lengths and positions count UTF-16 code units. */
export const strings: FunctionFamily = {
  strlen: { parameters: ['string'], evaluate: (text: string) => [...text].length },
  string_size: { parameters: ['string'], evaluate: (text: string) => new TextEncoder().encode(text).length },
  tolower: { parameters: ['string'], evaluate: (text: string) => text.toLowerCase() },
  toupper: { parameters: ['string'], evaluate: (text: string) => text.toUpperCase() },
  strcat: { parameters: ['string'], evaluate: (...texts: string[]) => joined(texts) },
  strcat_delim: {
    parameters: ['string'],
    evaluate: (delimiter: string, ...texts: string[]) => joined(texts, delimiter),
  },
  substring: { parameters: ['string', 'size', 'size'], evaluate: substring },
  indexof: { parameters: ['string', 'string', 'size', 'size', 'size'], evaluate: indexOf },
  replace_string: { parameters: ['string', 'string', 'string'], evaluate: replaceAll },
  replace_strings: {
    parameters: ['string', 'dynamic', 'dynamic'],
    evaluate: (text: string, from: Value, to: Value) => {
      if (!isArray(from) || !isArray(to)) return text;
      if (from.length !== to.length)
        throw new Failure('kql-not-implemented', '`replace_strings` needs as many rewrites as lookups.');
      return replaceEach(text, from, to);
    },
  },
  reverse: { parameters: ['string'], evaluate: (text: string) => [...text].reverse().join('') },
  split: { parameters: ['string', 'string', 'size'], evaluate: split },
  countof: { parameters: ['string', 'string', 'string'], evaluate: countOf },
  strrep: { parameters: ['string', 'size', 'string'], evaluate: repeat },
  strcmp: {
    parameters: ['string', 'string'],
    evaluate: (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0),
  },
  translate: { parameters: ['string', 'string', 'string'], evaluate: translate },
  make_string: { parameters: ['any'], nulls: 'given', evaluate: textOfCodes },
  to_utf8: { parameters: ['string'], evaluate: (text: string) => [...text].map((each) => each.codePointAt(0) ?? 0) },
  unicode_codepoints_from_string: {
    parameters: ['string'],
    evaluate: (text: string) => [...text].map((each) => each.codePointAt(0) ?? 0),
  },
  unicode_codepoints_to_string: { parameters: ['any'], nulls: 'given', evaluate: textOfCodes },
  isascii: {
    parameters: ['string'],
    evaluate: (text: string) => [...text].every((each) => (each.codePointAt(0) ?? 0) < 128),
  },
  isutf8: { parameters: ['string'], evaluate: () => true },
};

/** Empty if any of them is no code point (documentation: "unicode_codepoints_to_string"). */
function textOfCodes(...codes: Value[]): string {
  const all = codes.flatMap((each): readonly Value[] => (isArray(each) ? each : [each]));
  return all.every(isCodePoint) ? all.map((code) => String.fromCodePoint(Number(code))).join('') : '';
}

function isCodePoint(code: Value): boolean {
  return typeof code === 'number' && Number.isInteger(code) && code >= 0 && code <= 0x10ffff && code >> 11 !== 27;
}

function substring(text: string, start: number, length?: number): string {
  const from = start < 0 ? Math.max(0, text.length + start) : start;
  return length === undefined ? text.slice(from) : length < 0 ? '' : text.slice(from, from + length);
}

/** -1 if it is not there; a length of -1 is no bound, any other one bounds the look for each occurrence anew (documentation). */
function indexOf(text: string, lookup: string, start = 0, length = -1, occurrence = 1): number | null {
  if (occurrence < 0 || length < -1) return null;
  let found = start < 0 ? Math.max(0, text.length + start) : start;
  for (let count = 0; count < occurrence; count++) {
    const from = count === 0 ? found : found + 1;
    found = (length === -1 ? text : text.slice(0, from + length)).indexOf(lookup, from);
    if (found === -1) break;
  }
  return found;
}

function replaceAll(text: string, from: string, to: string): string {
  return from === '' ? text : joined(text.split(from), to);
}

/** Earlier lookups go first; what was replaced is not searched again, and a rewrite that is no text replaces nothing. */
function replaceEach(text: string, lookups: DynamicArray, rewrites: DynamicArray, index = 0): string {
  const [lookup, rewrite] = [lookups[index], rewrites[index]];
  if (lookup === undefined || text === '') return text;
  const rest = (piece: string) => replaceEach(piece, lookups, rewrites, index + 1);
  if (typeof lookup !== 'string' || lookup === '') return rest(text);
  return joined(text.split(lookup).map(rest), typeof rewrite === 'string' ? rewrite : lookup);
}

/** With a position only that part, as an array of one. */
function split(text: string, delimiter: string, index?: number): string[] | null {
  const parts = delimiter === '' ? [text] : text.split(delimiter);
  if (index === undefined) return parts;
  const part = parts[index];
  return part === undefined ? null : [part];
}

/** Of a plain text overlapping occurrences count, of a regular expression they do not. */
function countOf(text: string, search: string, kind = 'normal'): number {
  if (kind === 'regex') return countMatches(text, search);
  if (search === '') return 0;
  let count = 0;
  for (let at = text.indexOf(search); at !== -1; at = text.indexOf(search, at + 1)) count++;
  return count;
}

function countMatches(text: string, pattern: string): number {
  const matcher = regexOf(pattern).matcher(text);
  let count = 0;
  while (matcher.find()) count++;
  return count;
}

function repeat(text: string, times: number, delimiter = ''): string {
  return repeated(text, Math.max(0, Math.min(times, 1024)), delimiter);
}

/** Characters of the first set become those of the second, whose last one stands for all that are missing. */
function translate(from: string, to: string, text: string): string {
  const last = to.at(-1) ?? '';
  return [...text].map((each) => (from.includes(each) ? (to[from.indexOf(each)] ?? last) : each)).join('');
}
