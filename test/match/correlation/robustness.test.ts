import fc from 'fast-check';
import { expect, it } from 'vitest';
import { correlate } from '../../../server/src/match/correlation/correlate.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';
import { UnmatchableRuleError } from '../../../server/src/sigma/unmatchable.ts';
import { detection, timed } from './write.ts';

/** One of the plausible texts, or now and then one of the others. */
const pick = (plausible: readonly string[], ...others: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ arbitrary: fc.constantFrom(...plausible), weight: 9 }, fc.constantFrom(...plausible, ...others));
const types = [
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'temporal',
  'temporal_ordered',
] as const;
const spans = {
  type: pick(types, 'x', '[]'),
  timespan: pick(['10s', '1m', '99999999999999999999d'], '0s', '-1s', 'x', '{}'),
};
const shared = {
  'group-by': pick(['[u]', '[u, v]', 'u', '[]', '[alias]', '[__proto__, constructor]'], '{}', 'null'),
  aliases: pick(['{alias: {a: u, b: v}}', '{alias: {x: u}, u: {a: v}}', '{}'], '[]', '{alias: u}', 'null'),
  generate: pick(['true', 'false'], 'maybe'),
};
const numbers = pick(
  ['{field: v, percentile: 50, gte: 1}', '{field: v, percentile: 95, lt: 5}', '{field: v, percentile: 0.1, neq: 1.5}'],
  ...[
    '{field: [v, u], lt: 5}',
    '{gte: 1}',
    '{gt: 1e999, lt: .nan}',
    '{field: v, percentile: -1, gt: 0}',
    '{}',
    '[]',
    'null',
    "''",
  ],
  '{field: v, gte: 123456789012345678901234567890}',
);
const expressions = pick(
  ['a and b', 'not a and b', 'a or (not b and a)', '1 of *', 'all of them and not b'],
  ...['a', 'a and (', 'not (not (a and b) or not x)'],
);
const lines = (...before: readonly string[]) =>
  fc.record({
    ...spans,
    ...shared,
    condition: fc.oneof(numbers, expressions),
    rules: pick(
      ['[a, b]', '[b, a]', 'a', ...before.map((name) => `[${name}, a]`)],
      '[x, y]',
      'nobody',
      '[]',
      '{}',
      'null',
      '7',
    ),
  });
const correlations = fc.tuple(lines(), lines('x'), lines('x', 'y'));
const value = fc.constantFrom<unknown>(
  ...[null, true, '', 'p', 'q', 1, '1', 0.1, '1e400', -0, 2n ** 70n, [], ['p', ['q']], { w: 1 }],
);
const event = fc.record({ k: fc.constantFrom('a', 'b', 'c'), u: value, v: value }, { requiredKeys: ['k'] });
const events = fc.array(fc.tuple(fc.constantFrom(-1e15, 0, 1, 1.5, 20, 1e12), event), { maxLength: 8 });

it('answers or refuses, with a place in the rule, whatever the correlations and events are', () => {
  let answered = 0;
  fc.assert(
    fc.property(correlations, fc.nat({ max: 40 }), events, (list, leftOut, input) => {
      const documents = list.map((fields, index) => {
        const written = Object.entries(fields).filter((_, position) => position !== leftOut);
        const name = ['x', 'y', 'z'][index];
        return `title: ${name}\nname: ${name}\ncorrelation:\n${written.map(([key, text]) => `    ${key}: ${text}\n`).join('')}`;
      });
      const text = [...documents, detection('a'), detection('b')].join('---\n');
      try {
        for (const alert of correlate(parseSigma(text).rules, timed(...input))) {
          expect(alert.events.length).toBeGreaterThan(0);
          for (const index of alert.events) expect(input[index]).toBeDefined();
        }
        answered++;
      } catch (error) {
        if (!(error instanceof UnmatchableRuleError)) throw error;
        const { start, end } = error.problem.range;
        expect(start).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 1000 },
  );
  expect(answered).toBeGreaterThan(20);
});
