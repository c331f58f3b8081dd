import type { CorrelationCriterion, CorrelationRule } from '../sigma/rule.ts';
import type { Finding } from './check.ts';

/** Why no number meets the condition of a correlation; undefined when some number does. */
export function impossibleThreshold(rule: CorrelationRule): Finding | undefined {
  const { condition } = rule;
  if (condition?.kind !== 'criteria' || condition.criteria.length === 0) return undefined;
  const possible = valuesOf(rule);
  if (possible === undefined) return undefined;
  const { criteria, range } = condition;
  const open: Interval = { ...possible, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  if (isEmpty(narrowed(open, criteria), criteria)) {
    const message = 'No number meets all of these comparisons, so the correlation never alerts. Correct one of them.';
    return { range, message };
  }
  if (!isEmpty(narrowed(possible, criteria), criteria)) return undefined;
  return { range, message: `${possible.why}, so the correlation never alerts. Correct the number.` };
}

/** Numbers that a measure can be. */
interface Interval {
  readonly from: number;
  readonly to: number;
  readonly fromIncluded: boolean;
  readonly toIncluded: boolean;
  /** Counts are whole. */
  readonly whole: boolean;
  readonly why: string;
}

function valuesOf({ type, rules }: CorrelationRule): Interval | undefined {
  const count = { fromIncluded: true, toIncluded: true, whole: true, to: Number.POSITIVE_INFINITY };
  switch (type?.value) {
    case 'event_count':
      return { ...count, from: 1, why: 'A window always has an event' };
    case 'value_count':
      return { ...count, from: 0, why: 'A count is never below zero' };
    case 'temporal':
    case 'temporal_ordered': {
      const different = new Set(rules.map(({ value }) => value)).size;
      const why = `The number is how many different rules match, from 1 to ${different}`;
      return rules.length === 0
        ? undefined
        : { ...count, from: 1, to: type.value === 'temporal' ? different : rules.length, why };
    }
    case 'value_sum':
    case 'value_avg':
    case 'value_percentile':
      return { ...count, whole: false, from: Number.NEGATIVE_INFINITY, why: 'There is no such number' };
    default:
      return undefined;
  }
}

function narrowed(start: Interval, criteria: readonly CorrelationCriterion[]): Interval {
  let { from, to, fromIncluded, toIncluded } = start;
  const raise = (value: number, included: boolean): void => {
    if (value > from) [from, fromIncluded] = [value, included];
    else if (value === from) fromIncluded &&= included;
  };
  const lower = (value: number, included: boolean): void => {
    if (value < to) [to, toIncluded] = [value, included];
    else if (value === to) toIncluded &&= included;
  };
  for (const { operator, value: written } of criteria) {
    const value = Number(written.value);
    if (operator.value === 'gt' || operator.value === 'gte') raise(value, operator.value === 'gte');
    if (operator.value === 'lt' || operator.value === 'lte') lower(value, operator.value === 'lte');
    if (operator.value !== 'eq') continue;
    raise(value, true);
    lower(value, true);
  }
  return { ...start, from, to, fromIncluded, toIncluded };
}

function isEmpty(
  { from, to, fromIncluded, toIncluded, whole }: Interval,
  criteria: readonly CorrelationCriterion[],
): boolean {
  const first = whole ? (fromIncluded ? Math.ceil(from) : Math.floor(from) + 1) : from;
  const last = whole ? (toIncluded ? Math.floor(to) : Math.ceil(to) - 1) : to;
  if (first > last || (!whole && first === last && !(fromIncluded && toIncluded))) return true;
  const isLeftOut = criteria.some(({ operator, value }) => operator.value === 'neq' && Number(value.value) === first);
  return first === last && isLeftOut;
}
