import { expect, test } from 'vitest';
import { convertText, ruleText } from './convertDetection.ts';

test('who has a field that the table lacks is said of those that somebody may read, not of thousands', () => {
  const fields = Array.from({ length: 3_000 }, (_, index) => `  Field${index}: a`);
  const { query, problems } = convertText(ruleText(['selection:', ...fields].join('\n')), 'xdr');
  expect(query).toBeUndefined();
  expect(problems).toHaveLength(3_000);
  const messages = problems.map(({ message }) => message);
  expect(messages[0]).toBe('`DeviceProcessEvents` (xdr) has no column for `Field0`. No other table has it either.');
  expect(messages.at(-1)).toBe('`DeviceProcessEvents` (xdr) has no column for `Field2999`.');
});
