import type { Criteria } from '../../sigma/correlations/condition.ts';
import type { CorrelationCriterion } from '../../sigma/rule.ts';

/** What a number has to fulfil, as KQL. `threshold` writes the numbers that it is compared with. */
export function criteriaText(
  value: string,
  criteria: Criteria,
  threshold: (value: number | bigint) => string = numberText,
): string {
  return criteria
    .map(({ operator, value: bound }) => `${value} ${signs[operator.value]} ${threshold(bound.value)}`)
    .join(' and ');
}

export const signs: Readonly<Record<CorrelationCriterion['operator']['value'], string>> = {
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  eq: '==',
  neq: '!=',
};

/** A number as Kusto reads it; a fraction is a `real`, which a count is compared with by its value. */
export function numberText(value: number | bigint): string {
  return String(value);
}

export function decimalText(value: number | bigint): string {
  return `decimal(${value})`;
}

/** Whether what fulfils them still does when it grows. */
export function isLowerBound(criteria: Criteria): boolean {
  return criteria.every(({ operator }) => operator.value === 'gte' || operator.value === 'gt');
}

/** The least whole number that they allow, as far as `gte`, `gt` and `eq` say; 0 without any of these. */
export function leastOf(criteria: Criteria): number {
  return criteria.reduce(
    (least, { operator, value }) => Math.max(least, leastBy(operator.value, Number(value.value))),
    0,
  );
}

function leastBy(operator: CorrelationCriterion['operator']['value'], bound: number): number {
  switch (operator) {
    case 'gte':
    case 'eq':
      return Math.ceil(bound);
    case 'gt':
      return Math.floor(bound) + 1;
    case 'lt':
    case 'lte':
    case 'neq':
      return 0;
  }
}
