import type { Criteria } from '../../../sigma/correlations/condition.ts';
import type { CorrelationCriterion } from '../../../sigma/rule.ts';
import { criteriaText, decimalText } from '../criteria.ts';
import { differs, kql } from '../keys.ts';
import { entering, judgeEntering } from './entering.ts';
import type { Judged, Window } from './judged.ts';

/**
 * The sum or the average of the numbers in the window. Decimals are added exactly, so nothing is left over when they are
 * taken away again, and an average is compared without dividing. `row_cumsum` takes no decimals, hence the `scan`.
 */
export function judgeTotal(window: Window, kind: 'sum' | 'average', number: string, criteria: Criteria): Judged {
  const { names } = window.building;
  const both = entering(window, window.rows.pipeline);
  const [changed, total, numbers] = [names.free('IsFirst'), names.free('Total'), names.free('Numbers')];
  const first = differs(window.groups, 'prev');
  const kept = first === undefined ? `row.${total}` : `iff(${changed}, decimal(null), row.${total})`;
  const change = `iff(isnull(${number}), decimal(0), ${both.change} * ${number})`;
  const met =
    kind === 'sum'
      ? criteriaText(total, criteria, decimalText)
      : criteriaText(total, criteria, (value) => `${decimalText(value)} * ${numbers}`);
  return judgeEntering(window, both, {
    columns: [
      ...(first === undefined ? [] : [{ name: changed, value: kql(first) }]),
      { name: numbers, value: kql(`row_cumsum(iff(isnull(${number}), 0, ${both.change})${both.restart})`) },
    ],
    scan: [{ name: total, type: 'decimal', value: kql(`coalesce(${kept}, decimal(0)) + ${change}`) }],
    met: [kql(`${numbers} > 0`), kql(met)],
    isGrowing: false,
  });
}

/**
 * A percentile by the nearest rank, exactly: it is above a bound if fewer numbers than its rank are not. So numbers up to
 * the bounds are counted, and Kusto's `percentile()`, an estimate, is not needed.
 */
export function judgePercentile(window: Window, percentile: number, number: string, criteria: Criteria): Judged {
  const { names } = window.building;
  const both = entering(window, window.rows.pipeline);
  const [numbers, rank] = [names.free('Numbers'), names.free('Rank')];
  const sum = (changed: string): string => `row_cumsum(${changed}${both.restart})`;
  const columns = [{ name: numbers, value: kql(sum(`iff(isnull(${number}), 0, ${both.change})`)) }];
  const countOf = (sign: '<' | '<=', bound: number | bigint): string => {
    const name = names.free(sign === '<' ? 'Below' : 'UpTo');
    columns.push({
      name,
      value: kql(sum(`iff(${number} ${sign} ${decimalText(bound)}, ${both.change}, 0)`)),
    });
    return name;
  };
  const tests = criteria.map(({ operator, value: { value } }) => percentileTest(operator.value, value, rank, countOf));
  return judgeEntering(window, both, {
    columns,
    derived: [{ name: rank, value: kql(nearestRank(percentile, numbers)) }],
    met: [kql(`${numbers} > 0`), ...tests.map(kql)],
    isGrowing: false,
  });
}

function percentileTest(
  operator: CorrelationCriterion['operator']['value'],
  bound: number | bigint,
  rank: string,
  countOf: (sign: '<' | '<=', bound: number | bigint) => string,
): string {
  switch (operator) {
    case 'gte':
      return `${countOf('<', bound)} < ${rank}`;
    case 'gt':
      return `${countOf('<=', bound)} < ${rank}`;
    case 'lt':
      return `${countOf('<', bound)} >= ${rank}`;
    case 'lte':
      return `${countOf('<=', bound)} >= ${rank}`;
    case 'eq':
      return `${countOf('<', bound)} < ${rank} and ${countOf('<=', bound)} >= ${rank}`;
    case 'neq':
      return `not(${countOf('<', bound)} < ${rank} and ${countOf('<=', bound)} >= ${rank})`;
  }
}

/** Rounded up, in whole numbers; the first at least. */
function nearestRank(percentile: number, numbers: string): string {
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(String(percentile)) ?? [];
  const divisor = `100${'0'.repeat(fraction.length)}`;
  return `max_of(1, (${numbers} * ${Number(`${whole}${fraction}`)} + ${Number(divisor) - 1}) / ${divisor})`;
}
