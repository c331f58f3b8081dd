import { expect, test } from 'vitest';
import { allOf, anyOf } from '../../server/src/enumerate.ts';

const lists = [[], ['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd']];

test.each(lists.map((names) => ({ names })))('$names', ({ names }) => {
  expect(allOf(names)).toBe(new Intl.ListFormat('en').format(names));
  expect(anyOf(names)).toBe(new Intl.ListFormat('en', { type: 'disjunction' }).format(names));
});
