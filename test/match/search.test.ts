import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold } from '../../server/src/match/fold.ts';
import { containsAnyOf } from '../../server/src/match/search.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'e', '\\', 'é', '😀'), maxLength: 30 });

it('finds what searching one by one finds, with few and with many needles', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          text,
          text.map((part) => part.slice(0, 3)),
        ),
        { maxLength: 40 },
      ),
      text,
      (needles, haystack) => {
        expect(containsAnyOf(needles)(haystack)).toBe(needles.some((needle) => haystack.includes(needle)));
      },
    ),
    { numRuns: 3000 },
  );
});

it('finds each of many needles wherever it stands', () => {
  const needles = Array.from({ length: 40 }, (_, index) => `-x${index}-`);
  const find = containsAnyOf(needles);
  for (const needle of needles) {
    for (const haystack of [needle, `${needle}tail`, `head${needle}`, `-x-${needle}-`])
      expect(find(haystack)).toBe(true);
  }
  expect(find('-x40-')).toBe(false);
  expect(find('')).toBe(false);
});

it('keeps the length and the position of every character when folding', () => {
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (fold(character).length !== character.length) throw new Error(`U+${code.toString(16)} changes its length.`);
  }
});

it.each([
  ['ΟΔΟΣ', 'οδοσ'],
  ['οδος', 'οδοσ'],
  ['İI', 'İi'],
  ['ÉCOLE', 'école'],
  ['\u{10400}', '\u{10428}'],
])('folds %s regardless of its neighbours', (given, expected) => {
  expect(fold(given)).toBe(expected);
  expect(fold(`${given}x`)).toBe(`${expected}x`);
});
