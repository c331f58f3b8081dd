import { expect, test } from 'vitest';
import { matchesPattern } from '../../server/src/kql/translate/patterns.ts';
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
