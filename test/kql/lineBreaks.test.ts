import { expect, test } from 'vitest';
import { convertText, ruleText } from './convertDetection.ts';

/** Values of a list that a query reads as lines of one text (README of the mappings, `texts`): RE2's classes for breaks. */
test.each([
  ['a\\s+b', true],
  ['a[^x]b', true],
  ['a\\x0ab', true],
  ['a.b', false],
  ['a[a-z]b', false],
])('%s may reach from one value into the next: %s', (expression, may) => {
  const logsource = { product: 'windows', service: 'application' };
  const { query, problems } = convertText(ruleText(`selection: { Data|re: '${expression}' }`, logsource), 'workspace');
  expect(query).toBeDefined();
  expect(problems.some(({ message }) => message.includes('line breaks between them'))).toBe(may);
});
