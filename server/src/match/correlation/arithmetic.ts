import type { Criteria } from '../../sigma/correlations/condition.ts';
import { meets } from './criteria.ts';
import { atScale, decimalOf } from './decimal.ts';
import type { Item, Measure } from './item.ts';

type Numbers = (item: Item) => readonly (number | bigint)[];

/**
 * The sum or the average of the numbers in the window, compared exactly: no rounding adds up while the window slides,
 * and an average is never divided out. A window without a number does not meet any condition.
 */
export function sumMeasure(
  kind: 'sum' | 'average',
  items: readonly Item[],
  numbersOf: Numbers,
  criteria: Criteria,
): Measure {
  const thresholds = criteria.map(({ value }) => decimalOf(value.value));
  const scale = Math.max(
    0,
    ...thresholds.map((threshold) => threshold.scale),
    items.reduce(
      (most, item) => numbersOf(item).reduce<number>((each, one) => Math.max(each, decimalOf(one).scale), most),
      0,
    ),
  );
  const scaled = criteria.map((criterion) => ({
    ...criterion,
    value: { ...criterion.value, value: atScale(decimalOf(criterion.value.value), scale) },
  }));
  let sum = 0n;
  let count = 0;
  const change = (item: Item, sign: 1 | -1): void => {
    for (const number of numbersOf(item)) {
      sum += BigInt(sign) * atScale(decimalOf(number), scale);
      count += sign;
    }
  };
  return {
    add: (item) => change(item, 1),
    remove: (item) => change(item, -1),
    holds: () => {
      if (count === 0) return false;
      if (kind === 'sum') return meets(sum, scaled);
      const times = BigInt(count);
      return meets(
        sum,
        scaled.map((criterion) => ({
          ...criterion,
          value: { ...criterion.value, value: criterion.value.value * times },
        })),
      );
    },
  };
}

/**
 * A percentile by the nearest rank, as Kusto's `percentile()` takes it: the smallest number that at least so many per cent
 * of the numbers do not exceed. So it is always one of them. A window without a number does not meet any condition.
 */
export function percentileMeasure(
  percentile: number,
  items: readonly Item[],
  numbersOf: Numbers,
  criteria: Criteria,
): Measure {
  const sorted = [...new Set(items.flatMap(numbersOf))].sort((left, right) =>
    left < right ? -1 : left > right ? 1 : 0,
  );
  const places = new Map(sorted.map((number, place) => [number, place]));
  const ranking = createRanking(sorted.length);
  let count = 0;
  const change = (item: Item, sign: 1 | -1): void => {
    for (const number of numbersOf(item)) {
      ranking.change(places.get(number) ?? 0, sign);
      count += sign;
    }
  };
  return {
    add: (item) => change(item, 1),
    remove: (item) => change(item, -1),
    holds: () => {
      if (count === 0) return false;
      return meets(sorted[ranking.placeOf(nearestRank(percentile, count))] ?? 0, criteria);
    },
  };
}

/** Rounded up, exactly; the first at least. */
function nearestRank(percentile: number, count: number): number {
  const { coefficient, scale } = decimalOf(percentile);
  const whole = 100n * 10n ** BigInt(scale);
  return Math.max(1, Number((coefficient * BigInt(count) + whole - 1n) / whole));
}

/** Counts at places 0 to `size - 1`, as a Fenwick tree: both questions take the logarithm of the size. */
function createRanking(size: number) {
  const tree = new Array<number>(size + 1).fill(0);
  const highest = 2 ** Math.floor(Math.log2(Math.max(1, size)));
  return {
    change: (place: number, difference: number): void => {
      for (let node = place + 1; node <= size; node += node & -node) tree[node] = (tree[node] ?? 0) + difference;
    },
    /** The place of the one that is `rank`-th, from 1. */
    placeOf: (rank: number): number => {
      let node = 0;
      let left = rank;
      for (let step = highest; step >= 1; step /= 2) {
        const next = node + step;
        if (next > size || (tree[next] ?? 0) >= left) continue;
        node = next;
        left -= tree[next] ?? 0;
      }
      return node;
    },
  };
}
