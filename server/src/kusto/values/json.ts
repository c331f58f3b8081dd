import { Failure } from '../failure.ts';
import { printDatetime } from './datetime.ts';
import { printDecimal } from './decimal.ts';
import { parseLong } from './long.ts';
import { printReal } from './real.ts';
import { printTimespan } from './timespan.ts';
import { type Bag, Boxed, type Dynamic, type DynamicArray, isArray } from './value.ts';

/** What `parse_json` makes of a text that is JSON; undefined for one that is not. Integers keep all of their 64 bits. */
export function parseJson(text: string): Dynamic | undefined {
  try {
    return needsCare.test(text) ? careful(text) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * JSON as `tostring` prints it: without blanks, dates and timespans as text. Throws a `Failure` without a place for more
 * than 64 MB: the same array may be in another many times.
 */
export function printJson(value: Dynamic): string {
  return typeof value === 'object' && value !== null ? print(value, { left: longest }) : printPlain(value);
}

/** In UTF-16 units. */
const longest = 2 ** 26;

interface Room {
  left: number;
}

function print(value: Dynamic, room: Room): string {
  if (value !== null && typeof value === 'object' && !(value instanceof Boxed)) {
    if (isArray(value)) return `[${value.map((each) => print(each, room)).join(',')}]`;
    return `{${Object.entries(value)
      .map(([key, member]) => `${JSON.stringify(key)}:${print(member, room)}`)
      .join(',')}}`;
  }
  const text = value instanceof Boxed ? printBoxed(value) : printPlain(value);
  room.left -= text.length + 1;
  if (room.left < 0) throw new Failure('kql-limit', `The value is longer than ${longest / 2 ** 20} MB as JSON.`);
  return text;
}

function printPlain(value: Exclude<Dynamic, object> | null): string {
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'number' ? printReal(value) : JSON.stringify(value);
}

/** What a boxed value is outside of JSON. */
export function textOfBoxed({ type, value }: Boxed): string {
  switch (type) {
    case 'real':
      return printReal(Number(value));
    case 'datetime':
      return typeof value === 'bigint' ? printDatetime(value) : '';
    case 'timespan':
      return typeof value === 'bigint' ? printTimespan(value) : '';
    case 'decimal':
      return typeof value === 'object' ? printDecimal(value) : '';
    case 'guid':
      return String(value);
  }
}

function printBoxed(boxed: Boxed): string {
  if (boxed.type === 'real')
    return Number.isFinite(boxed.value) ? `${Number(boxed.value).toFixed(1)}` : `"${textOfBoxed(boxed)}"`;
  return JSON.stringify(textOfBoxed(boxed));
}

/** Numbers that `JSON.parse` would change: too long for a number, or a real that is an integer. Strings may match as well. */
const needsCare = /\d{16}|\d\.0*(?!\d)|\d[eE]/;

/** JSON with an eye on its numbers: they are put into strings behind a mark, which the reviver takes off again. */
function careful(text: string): Dynamic {
  JSON.parse(text);
  const marked = text.replace(stringOrNumber, (token) =>
    token.startsWith('"') ? `"s${token.slice(1)}` : `"n${token}"`,
  );
  return unmark(JSON.parse(marked));
}

const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function unmark(value: unknown): Dynamic {
  if (typeof value === 'string') return value.startsWith('s') ? value.slice(1) : numberOf(value.slice(1));
  if (Array.isArray(value)) return value.map(unmark);
  if (typeof value !== 'object' || value === null) return typeof value === 'boolean' ? value : null;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key.slice(1), unmark(member)]));
}

function numberOf(text: string): Dynamic {
  const long = parseLong(text);
  return long ?? real(Number(text));
}

/** A real as `dynamic` holds it. */
export function real(value: number): Dynamic {
  return Number.isInteger(value) || !Number.isFinite(value) ? new Boxed('real', value) : value;
}

/** The member, or null; only for a key of its own. */
export function member(bag: Bag, key: string): Dynamic {
  return Object.hasOwn(bag, key) ? (bag[key] ?? null) : null;
}

/** The element; negative positions count from the end. */
export function element(array: DynamicArray, index: number): Dynamic {
  return array[index < 0 ? array.length + index : index] ?? null;
}
