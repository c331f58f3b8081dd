import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../server/src/match/fold.ts';
import { regexLiterals } from '../../../server/src/match/many/regexLiterals.ts';

describe('literals that a match must have', () => {
  it.each<[regex: string, literals: readonly string[] | undefined]>([
    ['abc', ['abc']],
    ['ABC', ['abc']],
    ['a|bc', ['a', 'bc']],
    ['a|b*', undefined],
    ['', undefined],
    ['ab?cde', ['cde']],
    ['abc+d', ['abc']],
    ['abcd{0,2}', ['abc']],
    ['ab{2}', ['ab']],
    ['x(?:one|two)y', ['one', 'two']],
    ['xy(?:one|)z', ['xy']],
    ['(?:one|two)?z', ['z']],
    ['\\\\\\$psh', ['\\$psh']],
    ['a\\d+bcd', ['bcd']],
    ['[Rr][Uu][Nn]', ['run']],
    ['[^]x]abc[\\]y]', ['abc']],
    ['(?i)Clip', ['clip']],
    ['(?i)master', ['ter']],
    ['(?Ui)master', ['ter']],
    ['a{,2}', ['a{,2}']],
    ['\\x41bc', undefined],
    ['\\Qa.c\\E', undefined],
    ['[[:alpha:]]bc', undefined],
    ['éabc', ['abc']],
  ])('%s', (regex, literals) => {
    expect(regexLiterals(regex, false)).toEqual(literals);
  });
});

const piece = fc.constantFrom(
  ...['a', 'b', 'S', 'k', 'é', '.', '\\.', '\\w', '\\s', '^', '$', '[ab]', '[^a]', '[Ss]', '[]a]', '-', '{', '}', ' '],
  ...[
    '(?i)',
    '(?s)',
    '(?:',
    '(',
    '(?P<n>',
    ')',
    '|',
    '*',
    '+',
    '?',
    '*?',
    '{2}',
    '{0}',
    '{1,3}',
    '\\b',
    '\\n',
    '\\x41',
  ],
);
const text = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', 's', 'ſ', 'k', 'K', 'É', '.', '-', '{', ' ', '\n'),
  maxLength: 8,
});

it('are in every text that RE2 finds the expression in', { timeout: 60_000 }, () => {
  let matched = 0;
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 10 }),
      fc.boolean(),
      fc.array(text, { minLength: 8, maxLength: 8 }),
      (pieces, ignoresCase, texts) => {
        const source = pieces.join('');
        const literals = regexLiterals(source, ignoresCase);
        const regex = literals && compiled(source, ignoresCase);
        if (literals === undefined || regex === undefined) return;
        for (const one of texts) {
          if (!regex.test(one)) continue;
          matched++;
          expect(
            literals.some((literal) => fold(one).includes(literal)),
            `${source} in ${one}`,
          ).toBe(true);
        }
      },
    ),
    { numRuns: 20_000 },
  );
  expect(matched).toBeGreaterThan(500);
});

function compiled(source: string, ignoresCase: boolean): RE2JS | undefined {
  try {
    return RE2JS.compile(source, ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch {
    return undefined;
  }
}
