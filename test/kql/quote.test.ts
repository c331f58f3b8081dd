import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quote } from '../../server/src/kql/quote.ts';

test.each([
  ['plain', '"plain"'],
  ['', '""'],
  ['say "hi"', String.raw`"say \"hi\""`],
  [String.raw`C:\Windows`, String.raw`@"C:\Windows"`],
  ['ends\\', String.raw`@"ends\"`],
  [String.raw`"C:\a b"`, String.raw`@"""C:\a b"""`],
  ['a\nb\\c', String.raw`"a\nb\\c"`],
  ['tab\t', String.raw`"tab\t"`],
  ['\u0000\u2028', String.raw`"\u0000\u2028"`],
  ['übung 😀', '"übung 😀"'],
  ['half \ud83d', String.raw`"half \ud83d"`],
])('%j', (text, literal) => {
  expect(quote(text)).toBe(literal);
});

test('what is quoted is read back', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('\\', '"', "'", '\n', '*', '@', 'a') }),
  );
  fc.assert(fc.property(texts, (text) => readLiteral(quote(text)) === text));
});

/** Kusto's rules for string literals, read the other way. */
function readLiteral(literal: string): string {
  if (literal.startsWith('@"')) return literal.slice(2, -1).replaceAll('""', '"');
  return literal.slice(1, -1).replace(/\\(?:u([\da-f]{4})|(.))/g, (_, code: string | undefined, letter: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return { n: '\n', r: '\r', t: '\t' }[letter] ?? letter;
  });
}
