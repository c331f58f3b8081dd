import type { RE2JS } from 're2js';

/** How a text of keys and values is written (documentation: "parse-kv operator"). */
export type Notation =
  | ({ readonly kind: 'delimited'; readonly pairs: string; readonly keys: string; readonly greedy: boolean } & Quoting)
  | ({ readonly kind: 'words' } & Quoting)
  | { readonly kind: 'regex'; readonly pattern: RE2JS };

interface Quoting {
  /** Each one character for both ends, or one for either. */
  readonly quotes: readonly string[];
  /** Characters before one that is meant as it is, within quotes. */
  readonly escapes: readonly string[];
}

/** The first value of each of the wanted keys, without the blanks around it. */
export function keyValues(text: string, notation: Notation, wanted: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  const put = (key: string, value: string) => {
    if (wanted.has(key) && !found.has(key)) found.set(key, value.trim());
  };
  switch (notation.kind) {
    case 'delimited':
      delimited(text, notation, wanted, put);
      break;
    case 'words':
      words(text, notation, wanted, put);
      break;
    case 'regex': {
      const matcher = notation.pattern.matcher(text);
      while (matcher.find()) put((matcher.group(1) ?? '').trim(), matcher.group(2) ?? '');
    }
  }
  return found;
}

type Put = (key: string, value: string) => void;
type Delimited = Extract<Notation, { kind: 'delimited' }>;

function delimited(text: string, notation: Delimited, wanted: ReadonlySet<string>, put: Put): void {
  let at = 0;
  while (at < text.length) {
    const delimiter = text.indexOf(notation.keys, at);
    if (delimiter === -1) return;
    const key = keyBefore(text.slice(at, delimiter), notation);
    const { value, end } = valueAt(text, delimiter + notation.keys.length, notation, wanted);
    put(key, value);
    at = end;
  }
}

/** What stands last before the delimiter: a text in quotes, or what follows the last pair. */
function keyBefore(text: string, { quotes, pairs }: Delimited): string {
  const trimmed = text.trim();
  for (const quote of quotes) {
    const [open, close] = ends(quote);
    const start = trimmed.endsWith(close) ? trimmed.lastIndexOf(open, trimmed.length - 2) : -1;
    if (start !== -1) return trimmed.slice(start + 1, -1);
  }
  return text.split(pairs).at(-1)?.trim() ?? '';
}

/** A greedy value goes on until another of the wanted keys comes. */
function valueAt(text: string, after: number, notation: Delimited, wanted: ReadonlySet<string>): Token {
  const { pairs, keys, greedy } = notation;
  let start = after;
  while (start < text.length && /\s/.test(text.charAt(start)) && !text.startsWith(pairs, start)) start++;
  const quoted = quotedAt(text, start, notation);
  if (quoted !== undefined) return quoted;
  let end = text.indexOf(pairs, start);
  const isNext = (place: number) => [...wanted].some((name) => text.startsWith(`${name}${keys}`, place));
  while (greedy && end !== -1 && !isNext(end + pairs.length)) end = text.indexOf(pairs, end + 1);
  if (end === -1) return { value: text.slice(start), end: text.length };
  return { value: text.slice(start, end), end: end + pairs.length };
}

/** Without delimiters whatever is no letter or digit delimits: the word after a key is its value. */
function words(text: string, notation: Quoting, wanted: ReadonlySet<string>, put: Put): void {
  let key: string | undefined;
  for (let at = 0; at < text.length; ) {
    const token = quotedAt(text, at, notation) ?? wordAt(text, at);
    at = token?.end ?? at + 1;
    if (token === undefined) continue;
    if (key === undefined) key = wanted.has(token.value) ? token.value : undefined;
    else {
      put(key, token.value);
      key = undefined;
    }
  }
}

interface Token {
  readonly value: string;
  readonly end: number;
}

function wordAt(text: string, at: number): Token | undefined {
  word.lastIndex = at;
  const found = word.exec(text);
  return found === null ? undefined : { value: found[0], end: at + found[0].length };
}

const word = /[\p{L}\p{N}]+/uy;

/** The text in quotes that begins here; undefined if none does, or if it does not end. */
function quotedAt(text: string, start: number, { quotes, escapes }: Quoting): Token | undefined {
  const quote = quotes.find((each) => text.startsWith(ends(each)[0], start));
  if (quote === undefined) return undefined;
  const [, close] = ends(quote);
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (escapes.includes(character) && at + 1 < text.length) value += text.charAt(++at);
    else if (character === close) return { value, end: at + 1 };
    else value += character;
  }
  return undefined;
}

function ends(quote: string): readonly [string, string] {
  const open = quote.charAt(0);
  return [open, quote.charAt(1) || open];
}
