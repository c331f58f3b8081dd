import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queriesOf, queryAt } from '../../server/src/kql/language/queries.ts';
import { firstTooDeep } from '../../server/src/kql/validation/nesting.ts';

function partsOf(text: string): string[] {
  return queriesOf(text).map(({ start, end }) => text.slice(start, end));
}

test.each<[string, string[]]>([
  ['A\n| take 1\n\nB', ['A\n| take 1\n\n', 'B']],
  ['A\r\n\r\nB\r\n', ['A\r\n\r\n', 'B\r\n']],
  ['let x = 1;\n\nA', ['let x = 1;\n\nA']],
  ['A\n\n| take 1', ['A\n\n| take 1']],
  ['A |\n\ntake 1', ['A |\n\ntake 1']],
  ['A\n// why\n| take 1', ['A\n// why\n| take 1']],
  ['A\n\n// of B\nB', ['A\n\n', '// of B\nB']],
  ['A // end\n\n// of B\nB', ['A // end\n\n', '// of B\nB']],
  ['// head\n\nA', ['// head\n\nA']],
  ['union (A\n\n| take 1), B', ['union (A\n\n| take 1), B']],
  ['print "a\n\nB', ['print "a\n\n', 'B']],
  ['print "(" \n\nB', ['print "(" \n\n', 'B']],
  ['print ```a\n\nb``` \n\nB', ['print ```a\n\nb``` \n\n', 'B']],
  ['print @"a\\"\n\nB', ['print @"a\\"\n\n', 'B']],
  ['A\n\n\n', ['A\n\n\n']],
  ['', ['']],
])('an empty line ends a query where nothing else says that it goes on: %j', (text, parts) => {
  expect(partsOf(text)).toEqual(parts);
});

test.each<[string, string | undefined]>([
  ['f((a, "((("), [1]) // ((((', undefined],
  ['f((a), {[1]})', '[1]'],
  [')))((( 1', '( 1'],
])('the first bracket that is too deep, strings and comments left out: %j', (text, from) => {
  const place = firstTooDeep(text, 2);
  expect(place && text.slice(place.start, place.start + (from?.length ?? 0))).toBe(from);
});

test('a place belongs to the query that has text there, the end to the last', () => {
  const parts = queriesOf('A\n\nB');
  expect([0, 2, 3, 4].map((offset) => queryAt(parts, offset)?.start)).toEqual([0, 0, 3, 3]);
});

test('the parts of any text are the text', () => {
  const piece = fc.constantFrom(
    'A',
    '|',
    ';',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '//',
    '"',
    "'",
    '@"',
    '```',
    '(',
    ')',
    '{',
    '\\',
    '\u{1F600}',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }).map((all) => all.join('')),
      (text) => partsOf(text).join('') === text,
    ),
  );
});
