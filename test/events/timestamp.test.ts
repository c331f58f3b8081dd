import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { normalizeEvent } from '../../server/src/events/normalize.ts';
import { parseTimestamp, timestampOf } from '../../server/src/events/timestamp.ts';

const noon = Date.UTC(2026, 0, 31, 12, 0, 0);

describe('texts', () => {
  test.each([
    ['2026-01-31T12:00:00Z', noon],
    ['2026-01-31T12:00:00', noon],
    ['2026-01-31 12:00:00', noon],
    ['2026-01-31 12:00:00 UTC', noon],
    ['2026-01-31T12:00Z', noon],
    ['2026-01-31', noon - 12 * 3_600_000],
    ['2026-01-31T14:30:00+02:30', noon],
    ['2026-01-31T04:00:00-0800', noon],
    ['2026-01-31T13:00:00+01', noon],
    ['2026-01-31 12:00:00.250', noon + 250],
    ['2026-01-31T12:00:00,250Z', noon + 250],
    ['2026-01-31T12:00:00.0001Z', noon + 0.1],
    ['31/01/2026', undefined],
    ['2026-02-30T12:00:00Z', undefined],
    ['2026-01-31T25:00:00Z', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('%s', (text, time) => {
    const found = parseTimestamp(text);
    if (time === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(time, 3);
  });

  it('keeps the order of times that differ by a hundred nanoseconds', () => {
    const [first = 0, second = 0] = ['2026-01-31T12:00:00.1234567Z', '2026-01-31T12:00:00.1234577Z'].map(
      parseTimestamp,
    );
    expect(first).toBeLessThan(second);
  });

  it('reads what JavaScript writes', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(parseTimestamp(date.toISOString())).toBe(date.getTime());
      }),
    );
  });
});

describe('events', () => {
  const cases: readonly (readonly [what: string, event: Record<string, unknown>])[] = [
    [
      'evtx_dump',
      { Event: { System: { EventID: 1, TimeCreated: { '#attributes': { SystemTime: '2026-01-31T12:00:00Z' } } } } },
    ],
    ['Winlogbeat', { '@timestamp': '2026-01-31T12:00:00.000Z', winlog: { event_id: 1 } }],
    ['Sysmon', { UtcTime: '2026-01-31 12:00:00.000' }],
    ['Sentinel', { TimeGenerated: '2026-01-31T12:00:00Z' }],
    ['Defender XDR', { Timestamp: '2026-01-31T12:00:00.0000000Z' }],
    ['PowerShell', { TimeCreated: '/Date(1769860800000)/' }],
    ['CloudTrail', { eventTime: '2026-01-31T12:00:00Z' }],
    ['Zeek', { ts: 1769860800.0 }],
    ['milliseconds', { timestamp: 1769860800000 }],
    ['microseconds as text', { timestamp: '1769860800000000' }],
    ['nanoseconds beyond 2^53', { timestamp: 1769860800000000000n }],
    ['a field that says nothing, and another', { TimeCreated: 'now', TimeGenerated: '2026-01-31T12:00:00Z' }],
  ];
  it.each(cases)('%s', (_, event) => {
    expect(timestampOf(normalizeEvent(event))).toBeCloseTo(noon, 3);
  });

  it.each([{}, { TimeCreated: null }, { TimeCreated: 7 }, { time: 'noon' }, { ts: -1 }])('%j has no time', (event) => {
    expect(timestampOf(event)).toBeUndefined();
  });
});
