import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { matchesPattern, patternSource } from '../../server/src/kql/translate/patterns.ts';
import { matchesPlainly } from '../../server/src/kql/translate/wildcards.ts';
import { parsePattern } from '../../server/src/sigma/value.ts';

/** Sigma's specification, "Wildcards": `*` is any text, `?` one character, the rest as it is, whatever its case. */
const cases: readonly (readonly [string, string, boolean])[] = [
  ['a*b?', 'AxxB😀', true],
  ['a*b?', 'AxxB', false],
  ['(Emp*', '(empty)', true],
  ['a.c', 'abc', false],
  ['a', 'a\n', false],
  ['*b', 'a\nb', true],
  // An expression that tries all ways would never end here.
  ['a*'.repeat(60), '//Σa'.repeat(59), false],
];

test.each(cases)('%j on %j', (pattern, text, passes) => {
  expect(matchesPattern(parsePattern(pattern, false), text, false)).toBe(passes);
});

test('short texts are compared as the regular expression would', () => {
  const written = fc.array(fc.constantFrom('a', 'B', 'b', '*', '?', '.', '(', '\n', 'K'), { maxLength: 8 });
  const texts = fc.array(fc.constantFrom('a', 'A', 'b', '.', '(', '\n', 'k'), { maxLength: 8 });
  let passed = 0;
  fc.assert(
    fc.property(written, texts, fc.boolean(), (parts, characters, cased) => {
      const pattern = parsePattern(parts.join(''), false);
      const text = characters.join('');
      const expected = RE2JS.compile(`(?${cased ? '' : 'i'}s)${patternSource(pattern)}`).test(text);
      expect(matchesPlainly(pattern, text, cased)).toBe(expected);
      if (expected) passed++;
    }),
    { numRuns: 3_000 },
  );
  expect(passed).toBeGreaterThan(100);
});

test.each(['ſ', 'é'])('letters beyond ASCII are left to it: %s', (letter) => {
  expect(matchesPlainly(parsePattern(letter, false), 's', false)).toBeUndefined();
  expect(matchesPlainly(parsePattern('s', false), letter, false)).toBeUndefined();
});
