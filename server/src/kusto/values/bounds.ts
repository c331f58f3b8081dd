import { Failure } from '../failure.ts';
import { sizeOf } from './size.ts';
import type { Value } from './value.ts';

/** In UTF-16 units. Kusto holds values of up to a megabyte (documentation: "The string data type", "The dynamic data type"). */
export const mostText = 2 ** 20;

/** Of an array: as many values as `range()` and `make_list()` make at most (documentation of both). */
export const mostElements = 2 ** 20;

/** Of arrays within arrays, in bytes: more than Kusto answers with all rows of a result (documentation: "Query limits"). */
export const mostNested = 2 ** 26;

/** A text made of others, put together only if it is not too long. Throws a `Failure` without a place. */
export function joined(texts: readonly string[], delimiter = ''): string {
  const length = texts.reduce((sum, text) => sum + text.length, delimiter.length * Math.max(0, texts.length - 1));
  if (length > mostText) throw textTooLong();
  return texts.join(delimiter);
}

/** A text again and again, with a delimiter between. Throws a `Failure` without a place. */
export function repeated(text: string, times: number, delimiter = ''): string {
  if (times * (text.length + delimiter.length) - delimiter.length > mostText) throw textTooLong();
  return Array.from({ length: times }, () => text).join(delimiter);
}

/** Whatever a single call makes; `isNested` if it may put arrays or bags into one another. Throws a `Failure` without a place. */
export function checkSize(value: Value, isNested: boolean): void {
  if (typeof value === 'string') {
    if (value.length > mostText) throw textTooLong();
  } else if (Array.isArray(value) && value.length > mostElements) throw tooManyElements();
  if (isNested && typeof value === 'object' && sizeOf(value, mostNested) > mostNested)
    throw new Failure('kql-limit', `The value that is made here needs more than ${mostNested / 2 ** 20} MB.`);
}

export function textTooLong(): Failure {
  return new Failure(
    'kql-limit',
    'The text that is made here is longer than a megabyte, which is the most that Kusto holds in a value.',
  );
}

export function tooManyElements(): Failure {
  const most = mostElements.toLocaleString('en');
  return new Failure(
    'kql-limit',
    `The array that is made here has more than ${most} elements, which is the most that Kusto makes.`,
  );
}
