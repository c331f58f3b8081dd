import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokenizeKql } from '../../server/src/kql/tokens.ts';

const words = (query: string) =>
  tokenizeKql(query).map(([start, length, kind]) => `${kind} ${query.slice(start, start + length)}`);

test.each([
  ['DeviceEvents', ['table DeviceEvents']],
  [
    'union (A | mv-expand B), (C\n| scan declare (D: long) with (step',
    [
      'keyword union',
      'punctuation (',
      'table A',
      'punctuation |',
      'keyword mv-expand',
      'column B',
      'punctuation )',
      'punctuation ,',
      'punctuation (',
      'table C',
      'punctuation |',
      'keyword scan',
      'keyword declare',
      'punctuation (',
      'column D',
      'punctuation :',
      'column long',
      'punctuation )',
      'keyword with',
      'punctuation (',
      'keyword step',
    ],
  ],
  [
    '| where A !in~ ("x", 3) // why',
    [
      'punctuation |',
      'keyword where',
      'column A',
      'operator !in~',
      'punctuation (',
      'string "x"',
      'punctuation ,',
      'number 3',
      'punctuation )',
      'comment // why',
    ],
  ],
  [
    '| where A !contains_cs @"\\"" \\" and not(isempty(B))',
    [
      'punctuation |',
      'keyword where',
      'column A',
      'operator !contains_cs',
      'string @"\\"" \\"',
      'operator and',
      'function not',
      'punctuation (',
      'function isempty',
      'punctuation (',
      'column B',
      'punctuation )',
      'punctuation )',
    ],
  ],
  [
    '| where A matches regex "a\\"b" or true',
    [
      'punctuation |',
      'keyword where',
      'column A',
      'operator matches regex',
      'string "a\\"b"',
      'operator or',
      'literal true',
    ],
  ],
  [
    '| where D in ((T | distinct D))',
    [
      'punctuation |',
      'keyword where',
      'column D',
      'operator in',
      'punctuation (',
      'punctuation (',
      'table T',
      'punctuation |',
      'keyword distinct',
      'column D',
      'punctuation )',
      'punctuation )',
    ],
  ],
])('%s', (query, expected) => {
  const lead = query.startsWith('|') ? 'T ' : '';
  expect(words(lead + query)).toEqual(lead === '' ? expected : ['table T', ...expected]);
});

test('any text is in order and without overlap', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', ' ', '"', "'", '@', '\\', '(', '|', '!', '~', '/', '1', '\n', '=') }),
      (query) => {
        const tokens = tokenizeKql(query);
        return tokens.every(([start, length], index) => {
          const [before, width] = tokens[index - 1] ?? [0, 0];
          return length > 0 && start >= before + width && start + length <= query.length;
        });
      },
    ),
  );
});
