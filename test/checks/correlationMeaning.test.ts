import { describe, expect, test } from 'vitest';
import { expectFindings, findingsOf } from './annotations.ts';

const correlation = (...lines: readonly string[]): string =>
  ['title: Many', 'name: many', 'correlation:', ...lines.map((line) => `    ${line}`), ''].join('\n');

describe('thresholds that no number meets', () => {
  const counting = (type: string, condition: string): string =>
    correlation(`type: ${type}`, 'rules: [one, two]', 'timespan: 5m', `condition: {${condition}}`);
  const impossible: readonly (readonly [type: string, condition: string])[] = [
    ['event_count', 'gt: 5, lt: 5'],
    ['event_count', 'gt: 2, lt: 3'],
    ['event_count', 'gte: 2.1, lte: 2.9'],
    ['event_count', 'eq: 2.5'],
    ['event_count', 'lt: 1'],
    ['event_count', 'eq: 0'],
    ['event_count', 'gte: 3, lte: 3, neq: 3'],
    ['value_count', 'field: User, lt: 0'],
    ['value_sum', 'field: Size, gt: 5, lte: 5'],
    ['value_avg', 'field: Size, eq: 2, gt: 3'],
    ['temporal', 'gte: 3'],
    ['temporal_ordered', 'gt: 2'],
  ];
  test.each(impossible)('%s: %s', (type, condition) => {
    expect(findingsOf(counting(type, condition)).map(({ code }) => code)).toEqual(['impossible-threshold']);
  });

  const possible: readonly (readonly [type: string, condition: string])[] = [
    ['event_count', 'gt: 2, lte: 4'],
    ['event_count', 'gt: 2, lt: 4'],
    ['event_count', 'lte: 1'],
    ['value_count', 'field: User, eq: 0'],
    ['value_sum', 'field: Size, gt: 2, lt: 3'],
    ['value_avg', 'field: Size, gte: 5, lte: 5'],
    ['value_percentile', 'field: Size, percentile: 95, lt: -1'],
    ['temporal', 'gte: 2'],
    ['temporal_ordered', 'eq: 1'],
  ];
  test.each(possible)('and not %s: %s', (type, condition) => {
    expect(findingsOf(counting(type, condition))).toEqual([]);
  });
});

describe('a condition that a correlation cannot be computed with is an error wherever the plan refuses it', () => {
  const temporal = (type: string, condition: string): string =>
    correlation(`type: ${type}`, 'rules: [one, two]', 'timespan: 5m', `condition: ${condition}`);
  const cases: readonly (readonly [condition: string, codes: readonly string[]])[] = [
    ['{}', ['missing-key']],
    ['{field: User}', ['missing-key']],
    ['{percentile: 50}', ['missing-key']],
    ['{count: 2}', ['missing-key', 'unknown-key']],
    ['{gte: 2, count: 2}', ['unknown-key']],
    ['{get: 2}', ['misspelt-key']],
    ["''", ['correlation-condition']],
    ["' '", ['correlation-condition']],
    ['[]', ['wrong-type']],
  ];
  test.each(['temporal', 'temporal_ordered'].flatMap((type) => cases.map((each) => [type, ...each] as const)))(
    '%s: %s',
    (type, condition, codes) => {
      const text = temporal(type, condition);
      const found = findingsOf(text);
      expect(found.map(({ code, severity }) => [code, severity]).sort()).toEqual(codes.map((code) => [code, 'error']));
      for (const { range } of found) expect(text.slice(range.start, range.end).trim()).not.toBe('');
    },
  );
});

test('`event_count` passes a field over', () => {
  expectFindings(`title: Many
correlation:
    type: event_count
    rules: [one]
    timespan: 5m
    condition:
        field: User
        #      ^^^^ warning(incomplete-correlation): Use \`value_count\`
        gte: 3
`);
});

test('a circle is marked where it goes on, and only there', () => {
  const file = (first: string, second: string): string => `${correlation(
    'type: event_count',
    `rules: [${first}]`,
    'timespan: 5m',
    'condition: {gte: 2}',
  )}---
title: More
name: more
correlation:
    type: event_count
    rules: [other, ${second}]
    timespan: 5m
    condition: {gte: 2}
`;
  const marked = (text: string): string[] =>
    findingsOf(text)
      .filter(({ code }) => code === 'circular-correlation')
      .map(({ range }) => text.slice(range.start, range.end));
  expect(marked(file('more', 'many'))).toEqual(['more', 'many']);
  expect(marked(file('more', 'more'))).toEqual(['more']);
  expect(marked(file('more', 'else'))).toEqual([]);
});

test('long chains of correlations take no time', () => {
  const chain = Array.from(
    { length: 2000 },
    (_, index) =>
      `title: C\nname: c${index}\ncorrelation:\n    type: event_count\n    rules: [c${index + 1}]\n    timespan: 5m\n    condition: {gte: 2}\n`,
  ).join('---\n');
  expect(findingsOf(chain).filter(({ code }) => code === 'circular-correlation')).toEqual([]);
}, 30_000);

test('aliases are for rules of the correlation, and used', () => {
  expectFindings(`title: Many
correlation:
    type: temporal
    rules: [login, beacon]
    group-by: [account]
    timespan: 5m
    aliases:
        account:
            logn: User
    #       ^^^^ warning(correlation-alias): Did you mean \`login\`?
            beacon: Account
        host:
    #   ^^^^ warning(correlation-alias): Nothing uses the alias \`host\`.
            login: Computer
`);
});

test('adding up takes one field', () => {
  const text = correlation(
    'type: value_sum',
    'rules: [one]',
    'timespan: 5m',
    'condition: {field: [Size, Length], gte: 5}',
  );
  expect(findingsOf(text).map(({ code, range }) => [code, text.slice(range.start, range.end)])).toEqual([
    ['incomplete-correlation', 'Length'],
  ]);
});
