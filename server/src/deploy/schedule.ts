import { customDetectionFacts, type Frequency } from '../catalog/customDetections.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { parseTimespan } from '../sigma/timespan.ts';

/** How often a query of Sentinel runs and how far back it looks, in minutes. */
export interface Schedule {
  readonly frequency: number;
  readonly period: number;
}

/**
 * Once an hour over the last hour. A correlation looks further back by its window, so that no window is cut at the
 * start of a run; Sentinel allows 14 days at most.
 */
export function scheduleOf(rule: SigmaRule): Schedule {
  return { frequency: hour, period: Math.min(hour + Math.ceil(windowOf(rule)), longestPeriod) };
}

/** Whether the query's window fits into what Sentinel looks back on. */
export function fitsSchedule(rule: SigmaRule): boolean {
  return hour + windowOf(rule) <= longestPeriod;
}

/**
 * The most frequent run of a custom detection that looks back on a whole window and on the time since the run before;
 * undefined where not even the rarest one does.
 */
export function detectionFrequency(rule: SigmaRule): Frequency | undefined {
  const window = windowOf(rule) / hour;
  return customDetectionFacts().frequencies.find(({ hours, looksBackHours }) => hours + window <= looksBackHours);
}

/** ISO 8601, as Azure Resource Manager takes it: `PT1H30M`. */
export function isoDuration(minutes: number): string {
  if (minutes % day === 0) return `P${minutes / day}D`;
  const [hours, rest] = [Math.floor(minutes / hour), minutes % hour];
  return `PT${hours > 0 ? `${hours}H` : ''}${rest > 0 ? `${rest}M` : ''}`;
}

/** A number and one unit, as the files of Sentinel's content hub have it: `90m`. */
export function shortDuration(minutes: number): string {
  if (minutes % day === 0) return `${minutes / day}d`;
  return minutes % hour === 0 ? `${minutes / hour}h` : `${minutes}m`;
}

const hour = 60;
const day = 24 * hour;
const longestPeriod = 14 * day;

/** In minutes; 0 for a rule about single events. */
function windowOf(rule: SigmaRule): number {
  return rule.kind === 'correlation' ? (parseTimespan(rule.timespan?.value ?? '') ?? 0) / 60_000 : 0;
}
