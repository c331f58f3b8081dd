import { parseIpv4, parseIpv6 } from '../sigma/cidr.ts';
import type { Test } from '../sigma/expression.ts';
import type { Pattern } from '../sigma/pattern.ts';

/**
 * How a test of text looks at a field: the whole text, its beginning, its end or any part of it; or something that is
 * not simple enough to reason about. Unless `cased`, `text` is in lower case.
 */
export type Shape =
  | { readonly kind: 'equals' | 'startswith' | 'endswith' | 'contains'; readonly text: string; readonly cased: boolean }
  | { readonly kind: 'anything' }
  | {
      readonly kind: 'pattern';
      /** The literal parts in order; the first is at the beginning, and the last at the end, where these are not ''. */
      readonly texts: readonly string[];
      readonly first: string;
      readonly last: string;
      /** How many UTF-16 units a text of this form has; a wildcard for one character may stand for two of them. */
      readonly least: number;
      readonly most: number;
      readonly cased: boolean;
      /** Equal patterns have equal keys. */
      readonly key: string;
    };

export function shapeOf({ pattern, cased }: StringTest): Shape {
  const fold = (text: string) => (cased ? text : text.toLowerCase());
  const [first, second, third] = pattern;
  if (first === undefined) return { kind: 'equals', text: '', cased };
  if (pattern.length === 1 && first.kind === 'text') return { kind: 'equals', text: fold(first.text), cased };
  if (pattern.length === 1 && first.kind === 'any') return { kind: 'anything' };
  if (pattern.length === 2 && first.kind === 'text' && second?.kind === 'any')
    return { kind: 'startswith', text: fold(first.text), cased };
  if (pattern.length === 2 && first.kind === 'any' && second?.kind === 'text')
    return { kind: 'endswith', text: fold(second.text), cased };
  if (pattern.length === 3 && first.kind === 'any' && second?.kind === 'text' && third?.kind === 'any')
    return { kind: 'contains', text: fold(second.text), cased };
  return generalShape(pattern, cased, fold);
}

export type StringTest = Extract<Test, { readonly kind: 'string' }>;

function generalShape(pattern: Pattern, cased: boolean, fold: (text: string) => string): Shape {
  const [first] = pattern;
  const last = pattern.at(-1);
  const letters = pattern.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0);
  const ones = pattern.filter(({ kind }) => kind === 'one').length;
  return {
    kind: 'pattern',
    least: letters + ones,
    most: pattern.some(({ kind }) => kind === 'any') ? Number.POSITIVE_INFINITY : letters + 2 * ones,
    texts: pattern.flatMap((part) => (part.kind === 'text' ? [fold(part.text)] : [])),
    first: first?.kind === 'text' ? fold(first.text) : '',
    last: last?.kind === 'text' ? fold(last.text) : '',
    cased,
    key: pattern.map((part) => (part.kind === 'text' ? `=${fold(part.text)}` : part.kind)).join('|'),
  };
}

/** Whether every text that `narrow` accepts is accepted by `wide` as well; false where that is not certain. */
export function coversShape(wide: Shape, narrow: Shape): boolean {
  if (wide.kind === 'anything') return true;
  if (narrow.kind === 'anything') return false;
  // What ignores case accepts more than what does not.
  if (wide.cased && !narrow.cased) return false;
  const fold = (text: string) => (narrow.cased && !wide.cased ? text.toLowerCase() : text);
  if (wide.kind === 'pattern')
    return narrow.kind === 'pattern' && wide.key === narrow.key && wide.cased === narrow.cased;
  switch (wide.kind) {
    case 'equals':
      return narrow.kind === 'equals' && fold(narrow.text) === wide.text;
    case 'startswith':
      return fold(beginningOf(narrow)).startsWith(wide.text);
    case 'endswith':
      return fold(endOf(narrow)).endsWith(wide.text);
    case 'contains':
      return narrow.kind === 'pattern'
        ? narrow.texts.some((text) => fold(text).includes(wide.text))
        : fold(narrow.text).includes(wide.text);
  }
}

/** Whether no text is accepted by both; false where that is not certain. */
export function excludesShape(first: Shape, second: Shape): boolean {
  if (first.kind === 'anything' || second.kind === 'anything') return false;
  if (leastLength(first) > mostLength(second) || leastLength(second) > mostLength(first)) return true;
  const fold = (text: string) => (first.cased && second.cased ? text : text.toLowerCase());
  if (first.kind === 'equals') return !mayAccept(second, first.text, fold);
  if (second.kind === 'equals') return !mayAccept(first, second.text, fold);
  const [start, otherStart] = [fold(beginningOf(first)), fold(beginningOf(second))];
  if (!start.startsWith(otherStart) && !otherStart.startsWith(start)) return true;
  const [end, otherEnd] = [fold(endOf(first)), fold(endOf(second))];
  return !end.endsWith(otherEnd) && !otherEnd.endsWith(end);
}

type Limited = Exclude<Shape, { readonly kind: 'anything' }>;

function leastLength(shape: Limited): number {
  return shape.kind === 'pattern' ? shape.least : shape.text.length;
}

function mostLength(shape: Limited): number {
  if (shape.kind === 'pattern') return shape.most;
  return shape.kind === 'equals' ? shape.text.length : Number.POSITIVE_INFINITY;
}

/** What a text surely begins with; '' if nothing is known. */
function beginningOf(shape: Limited): string {
  if (shape.kind === 'pattern') return shape.first;
  return shape.kind === 'equals' || shape.kind === 'startswith' ? shape.text : '';
}

function endOf(shape: Limited): string {
  if (shape.kind === 'pattern') return shape.last;
  return shape.kind === 'equals' || shape.kind === 'endswith' ? shape.text : '';
}

function mayAccept(shape: Limited, whole: string, fold: (text: string) => string): boolean {
  const text = fold(whole);
  switch (shape.kind) {
    case 'equals':
      return text === fold(shape.text);
    case 'startswith':
      return text.startsWith(fold(shape.text));
    case 'endswith':
      return text.endsWith(fold(shape.text));
    case 'contains':
      return text.includes(fold(shape.text));
    case 'pattern': {
      if (!text.startsWith(fold(shape.first)) || !text.endsWith(fold(shape.last))) return false;
      let from = 0;
      for (const part of shape.texts) {
        const at = text.indexOf(fold(part), from);
        if (at < 0) return false;
        from = at + part.length;
      }
      return true;
    }
  }
}

/** Whether every address of the one network is in the other. */
export function coversNetwork(
  wide: Extract<Test, { readonly kind: 'cidr' }>,
  narrow: Extract<Test, { readonly kind: 'cidr' }>,
): boolean {
  if (wide.version !== narrow.version || wide.prefix > narrow.prefix) return false;
  const parse = wide.version === 4 ? parseIpv4 : parseIpv6;
  const [first, second] = [parse(wide.address), parse(narrow.address)];
  if (first === undefined || second === undefined) return false;
  const shift = BigInt((wide.version === 4 ? 32 : 128) - wide.prefix);
  return first >> shift === second >> shift;
}

type Network = Extract<Test, { readonly kind: 'cidr' }>;

/** Whether no text of this form is an address in the network; false where that is not certain. */
export function excludesNetwork(shape: Shape, network: Network): boolean {
  if (shape.kind !== 'equals' && shape.kind !== 'startswith') return false;
  const { text } = shape;
  // Names are no addresses, neither of version 4 nor of version 6.
  if (/[g-z]/i.test(text)) return true;
  const own = shape.kind === 'equals' ? addressNetwork(text) : beginningNetwork(text);
  return own !== undefined && !coversNetwork(own, network) && !coversNetwork(network, own);
}

function addressNetwork(address: string): Network | undefined {
  if (parseIpv4(address) !== undefined) return { kind: 'cidr', version: 4, address, prefix: 32 };
  return parseIpv6(address) === undefined ? undefined : { kind: 'cidr', version: 6, address, prefix: 128 };
}

/** The network of the addresses that begin with some numbers and their dots, such as `10.` and `192.168.`. */
function beginningNetwork(text: string): Network | undefined {
  const octets = /^(?:\d{1,3}\.){1,3}$/.test(text) ? text.split('.').length - 1 : 0;
  const address = `${text}${['0', '0', '0'].slice(octets - 1).join('.')}`;
  if (octets === 0 || parseIpv4(address) === undefined) return undefined;
  return { kind: 'cidr', version: 4, address, prefix: 8 * octets };
}
