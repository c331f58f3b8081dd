import { parseTimestamp } from '../../events/timestamp.ts';
import type { CorrelationRule, SigmaRule } from '../../sigma/rule.ts';
import type { Event } from '../event.ts';
import type { MatchOptions } from '../meaning.ts';
import { createCorrelator } from './run.ts';

export interface TimedEvent {
  readonly timestamp: Timestamp;
  /** In Sigma's field names, as `normalizeEvent` makes them. */
  readonly event: Event;
}

/** ISO 8601 as text (UTC where it names no zone), or milliseconds since 1970. */
export type Timestamp = string | number | Date;

/** A stretch of time in which a correlation's condition was met. */
export interface Alert {
  /** The correlation's name, or its id, or its title. */
  readonly rule: string;
  /** The values of `group-by`, as text; empty without `group-by`. */
  readonly group: Readonly<Record<string, string>>;
  /** The times of the first and the last of its events, as they were given. */
  readonly first: Timestamp;
  readonly last: Timestamp;
  /** Positions of its events among those that were given, in the order of time. */
  readonly events: readonly number[];
}

/**
 * The alerts that the correlations among the rules raise on events, in the order of their first events. The events may come
 * in any order: their times count, and their order only among equal times. The filters among the rules are applied.
 *
 * A window ends at each event that some of the correlation's rules matches and reaches back over `timespan`, both ends
 * included; the condition is judged on the group's events in it. Windows that meet the condition and have an event in
 * common are one alert: whoever reads alerts wants one for a burst that lasts an hour, and all of its events in it, not
 * one for each event after the threshold. A later burst of the same group is another alert.
 *
 * In a chain, an alert counts as happening at each event that completes or prolongs it, so that what follows a long burst
 * is in time; `event_count` counts it once. Alerts of a correlation that another one refers to are only told if that one
 * says `generate: true`.
 *
 * Throws `UnmatchableRuleError`, with the place in the rule, for correlations that cannot be computed: unknown or circular
 * references, a part that is missing, a rule among the referenced ones with an error. Throws a `RangeError` for an event
 * whose timestamp cannot be read.
 */
export function correlate(
  rules: readonly SigmaRule[],
  events: Iterable<TimedEvent>,
  options: MatchOptions = {},
): Alert[] {
  const given: Timestamp[] = [];
  const correlator = createCorrelator(rules, options);
  for (const { timestamp, event } of events) {
    correlator.add({ time: timeOf(timestamp, given.length), event });
    given.push(timestamp);
  }
  const raised = correlator
    .finish()
    .flatMap(({ rule, isTold, alerts }) => (isTold ? alerts.map((alert) => ({ rule: callName(rule), ...alert })) : []));
  raised.sort((left, right) => left.time - right.time);
  return raised.map(({ rule, group, events: indices }) => ({
    rule,
    group,
    first: given[indices.at(0) ?? 0] ?? 0,
    last: given[indices.at(-1) ?? 0] ?? 0,
    events: indices,
  }));
}

function callName({ name, id, title }: CorrelationRule): string {
  return name?.value ?? id?.value ?? title?.value ?? 'a correlation without a title';
}

function timeOf(timestamp: Timestamp, index: number): number {
  const time = typeof timestamp === 'string' ? parseTimestamp(timestamp) : Number(timestamp);
  if (time !== undefined && Number.isFinite(time)) return time;
  throw new RangeError(`The timestamp of event ${index} is no time: ${String(timestamp)}.`);
}
