import { keyOf } from '../values/compare.ts';
import { sizeOf } from '../values/size.ts';
import { type Aggregate, type AggregateFamily, argument, onlyIf, single } from './aggregate.ts';

/** An argument changes nothing, but what the service takes a condition for is not documented. */
const count: Aggregate = ({ given, refused }) => {
  if (given.some(({ type }) => type === 'bool')) throw refused('`count` takes no condition: use `countif`.');
  return () => {
    let rows = 0;
    return single(
      () => {
        rows++;
      },
      () => rows,
    );
  };
};

/** Exact, where Kusto estimates; null does not count. */
const distinctCount: Aggregate = (call) => {
  const { type, evaluate } = argument(call, 0);
  return () => {
    const seen = new Set<unknown>();
    return single(
      (row) => {
        const value = evaluate(row);
        if (value === null) return;
        const key = keyOf(value, type);
        if (seen.has(key)) return;
        call.hold(sizeOf(key));
        seen.add(key);
      },
      () => seen.size,
    );
  };
};

/** Rows and different values. The accuracy argument of `dcount` changes nothing, since ours is exact. */
export const counting: AggregateFamily = {
  count,
  cnt: count,
  countif: onlyIf(count),
  dcount: distinctCount,
  count_distinct: distinctCount,
  dcountif: (call) => {
    const [value, condition] = [argument(call, 0), argument(call, 1)];
    return onlyIf(distinctCount)({ ...call, given: [value, condition] });
  },
  count_distinctif: onlyIf(distinctCount),
};
