import fc from 'fast-check';
import { expect, it } from 'vitest';
import { correlate } from '../../../server/src/match/correlation/correlate.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';
import { stories } from './generated.ts';
import { huntedProcesses, matchedAlerts, queriedAlerts, sortedAlerts } from './runCorrelation.ts';

it('finds the matcher’s alerts in advanced hunting, each with the columns of its last event', async () => {
  // Microsoft, "Create custom detection rules": `Timestamp`, `DeviceId` and `ReportId` have to be of one event.
  let raised = 0;
  await fc.assert(
    fc.asyncProperty(
      stories.filter(({ isApart }) => !isApart),
      async ({ rules, events, isChain }) => {
        const { alerts, rows, query } = await queriedAlerts(rules, events, 'corr', huntedProcesses);
        const expected = matchedAlerts(rules, events, 'corr');
        const uncounted = (list: typeof alerts) =>
          sortedAlerts(list.map((each) => (isChain ? { ...each, count: 0 } : each)));
        expect(uncounted(alerts), `${rules}\n${query}`).toEqual(uncounted(expected));
        const told = correlate(parseSigma(rules).rules, events).filter(({ rule }) => rule === 'corr');
        raised += rows.length;
        for (const [index, { ReportId: position, DeviceId, Timestamp }] of rows.entries()) {
          expect(DeviceId).toBe(`device-${position}`);
          expect(Date.parse(String(Timestamp))).toBe(events[Number(position)]?.timestamp);
          const group = JSON.stringify(alerts[index]?.group);
          const own = told.filter((alert) => JSON.stringify(Object.values(alert.group)) === group);
          expect(own.some((alert) => alert.events.includes(Number(position)))).toBe(true);
        }
      },
    ),
    { numRuns: 25 },
  );
  expect(raised).toBeGreaterThan(3);
}, 120_000);
