import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimedEvent } from '../../../server/src/match/correlation/correlate.ts';
import { sharedPath } from '../../shared.ts';
import { stories } from './generated.ts';
import { matchedAlerts, type PlainAlert, queriedAlerts, sortedAlerts } from './runCorrelation.ts';

interface Case {
  readonly name: string;
  readonly rules: string;
  readonly correlation: string;
  readonly events: readonly TimedEvent[];
  readonly expected_groups: readonly (readonly string[])[];
}

const path = sharedPath('conformance/correlations.jsonl');
const cases: Case[] =
  path === undefined
    ? []
    : readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line): Case => JSON.parse(line));

describe.skipIf(cases.length === 0)('the query of a correlation finds what the matcher finds', () => {
  it.each(cases)(
    '$name',
    async ({ rules, correlation, events, expected_groups }) => {
      const { alerts } = await queriedAlerts(rules, events, correlation);
      expect(sortedAlerts(alerts)).toEqual(sortedAlerts(matchedAlerts(rules, events, correlation)));
      expect(alerts.map(({ group }) => group).toSorted()).toEqual(expected_groups.toSorted());
    },
    60_000,
  );
});

it('finds the same alerts in generated stories', async () => {
  const raised = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(stories, async ({ type, rules, events, isChain }) => {
      const expected = matchedAlerts(rules, events, 'corr');
      const { alerts, query } = await queriedAlerts(rules, events, 'corr');
      const shown = (list: readonly PlainAlert[]) =>
        sortedAlerts(isChain ? list.map((alert) => ({ ...alert, count: 0 })) : list);
      expect(shown(alerts), `${rules}\n${query}`).toEqual(shown(expected));
      if (expected.length > 0) raised.set(type, (raised.get(type) ?? 0) + 1);
    }),
    { numRuns: runs },
  );
  expect(raised.size).toBeGreaterThan(6);
}, 120_000);

/** Each is parsed and bound by Microsoft's service, which takes longer than all the rest. */
const runs = 60;
