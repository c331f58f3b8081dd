import { stringEnd } from './jsonScan.ts';

/**
 * `JSON.parse`, except that integers which a double cannot hold exactly become `bigint`: 64-bit ids are common in events
 * and have to be compared to the last digit. Throws `SyntaxError`.
 */
export function parseJson(text: string): unknown {
  return longDigits.test(text) && longInteger.test(text) ? parseExactly(text) : JSON.parse(text);
}

/** Cheap to look for, and rarely there outside of texts. */
const longDigits = /\d{16}/;
const longInteger = /[:[,\s-]\d{16,}/;

/** Hands the long integers to `JSON.parse` as marked texts and takes the marks off again. */
function parseExactly(text: string): unknown {
  const mark = unusedMark(text);
  const marked = outsideStrings(text, (part) => part.replace(integer, (digits) => `"${mark}${digits}"`));
  if (marked === text) return JSON.parse(text);
  return JSON.parse(marked, (_key, value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith(mark)) return value;
    const exact = BigInt(value.slice(mark.length));
    return exact >= Number.MIN_SAFE_INTEGER && exact <= Number.MAX_SAFE_INTEGER ? Number(exact) : exact;
  });
}

const integer = /(?<![\w.+-])-?[1-9]\d{15,}(?![\w.])/g;

function outsideStrings(text: string, change: (part: string) => string): string {
  let result = '';
  let position = 0;
  for (;;) {
    const quote = text.indexOf('"', position);
    if (quote < 0) return result + change(text.slice(position));
    const end = stringEnd(text, quote) ?? text.length;
    result += change(text.slice(position, quote)) + text.slice(quote, end);
    position = end;
  }
}

function unusedMark(text: string): string {
  let mark = 'exact integer ';
  while (text.includes(mark)) mark += '.';
  return mark;
}
