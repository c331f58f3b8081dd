import type { SigmaRule } from '../sigma/rule.ts';
import { parseTimespan } from '../sigma/timespan.ts';

/** How often a query runs and how far back it looks, as ISO 8601 durations. */
export interface Schedule {
  readonly frequency: string;
  readonly period: string;
}

/**
 * Once an hour over the last hour. A correlation looks further back by its window, so that no window is cut at the
 * start of a run; Sentinel allows 14 days at most.
 */
export function scheduleOf(rule: SigmaRule): Schedule {
  const window = rule.kind === 'correlation' ? (parseTimespan(rule.timespan?.value ?? '') ?? 0) : 0;
  const period = Math.min(hour + Math.ceil(window / minute) * minute, 14 * day);
  return { frequency: 'PT1H', period: duration(period) };
}

/** Whether the query's window fits into what Sentinel looks back on. */
export function fitsSchedule(rule: SigmaRule): boolean {
  return rule.kind !== 'correlation' || (parseTimespan(rule.timespan?.value ?? '') ?? 0) + hour <= 14 * day;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function duration(milliseconds: number): string {
  if (milliseconds % day === 0) return `P${milliseconds / day}D`;
  const hours = Math.floor(milliseconds / hour);
  const minutes = Math.round((milliseconds % hour) / minute);
  return `PT${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}`;
}
