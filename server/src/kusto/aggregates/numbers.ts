import { combination } from '../compile/arithmetic.ts';
import { converted } from '../compile/comparison.ts';
import { orderOf } from '../values/compare.ts';
import { isNumeric, type ScalarType, type Value } from '../values/value.ts';
import { type Aggregate, type AggregateCall, type AggregateFamily, argument, onlyIf, single } from './aggregate.ts';

/** Over nothing 0; nulls are passed over. */
const sum: Aggregate = (call) => {
  const type = resultType(call);
  const term = converted(argument(call, 0), type);
  const plus = combination('+', type, type, type);
  if (plus === undefined) throw call.refused(`Values of type ${type} have no sum.`);
  return () => {
    let total = zeroOf(type);
    return single(
      (row) => {
        const value = term.evaluate(row);
        if (value !== null) total = plus(total, value);
      },
      () => total,
    );
  };
};

/** Nulls are passed over. Over nothing it divides by 0, which is `NaN` (documentation: "summarize operator"). */
const average: Aggregate = (call) => {
  const type = resultType(call);
  const term = converted(argument(call, 0), type);
  const plus = combination('+', type, type, type);
  const divide = combination('/', type, 'long', type);
  const start = plus === undefined ? undefined : zeroOf(type);
  if (plus === undefined || divide === undefined || start === undefined)
    throw call.refused(`Values of type ${type} have no average.`);
  return () => {
    let [total, count] = [start, 0];
    return single(
      (row) => {
        const value = term.evaluate(row);
        if (value === null) return;
        total = plus(total, value);
        count++;
      },
      () => (count === 0 ? (type === 'real' ? Number.NaN : null) : divide(total, count)),
    );
  };
};

const extreme =
  (direction: 1 | -1): Aggregate =>
  (call) => {
    const { type, evaluate } = argument(call, 0);
    const order = orderOf(type);
    return () => {
      let best: Value = null;
      return single(
        (row) => {
          const value = evaluate(row);
          if (value !== null && (best === null || order(value, best) * direction > 0)) best = value;
        },
        () => (best === null && type === 'string' ? '' : best),
      );
    };
  };

/** Welford's way; the sample's variance divides by one less than the number of values. */
const variance =
  (of: 'sample' | 'population', root: boolean): Aggregate =>
  (call) => {
    const given = argument(call, 0);
    if (!isNumeric(given.type) && given.type !== 'dynamic')
      throw call.refused(`How values of type ${given.type} spread is not documented.`);
    const term = converted(given, 'real');
    return () => {
      let [count, mean, squares] = [0, 0, 0];
      return single(
        (row) => {
          const value = term.evaluate(row);
          if (typeof value !== 'number') return;
          count++;
          const before = value - mean;
          mean += before / count;
          squares += before * (value - mean);
        },
        () => {
          const divisor = of === 'sample' ? count - 1 : count;
          const result = divisor <= 0 ? 0 : squares / divisor;
          return root ? Math.sqrt(result) : result;
        },
      );
    };
  };

/** Of the pairs in which neither is null. */
const covariance =
  (of: 'sample' | 'population'): Aggregate =>
  (call) => {
    const [first, second] = [converted(argument(call, 0), 'real'), converted(argument(call, 1), 'real')];
    return () => {
      let [count, meanX, meanY, together] = [0, 0, 0, 0];
      return single(
        (row) => {
          const [x, y] = [first.evaluate(row), second.evaluate(row)];
          if (typeof x !== 'number' || typeof y !== 'number') return;
          count++;
          const before = x - meanX;
          meanX += before / count;
          meanY += (y - meanY) / count;
          together += before * (y - meanY);
        },
        () => {
          const divisor = of === 'sample' ? count - 1 : count;
          return divisor <= 0 ? 0 : together / divisor;
        },
      );
    };
  };

const bits =
  (start: bigint, combine: (left: bigint, right: bigint) => bigint): Aggregate =>
  (call) => {
    const term = converted(argument(call, 0), 'long');
    return () => {
      let total: bigint | undefined;
      return single(
        (row) => {
          const value = term.evaluate(row);
          if (value !== null) total = combine(total ?? start, BigInt(value as number));
        },
        () => (total === undefined ? null : BigInt.asIntN(64, total) === BigInt(Number(total)) ? Number(total) : total),
      );
    };
  };

/** Sums, averages, extremes and spread. */
export const numbers: AggregateFamily = {
  sum,
  sumif: onlyIf(sum),
  avg: average,
  avgif: onlyIf(average),
  min: extreme(-1),
  minif: onlyIf(extreme(-1)),
  max: extreme(1),
  maxif: onlyIf(extreme(1)),
  stdev: variance('sample', true),
  stdevif: onlyIf(variance('sample', true)),
  stdevp: variance('population', true),
  variance: variance('sample', false),
  varianceif: onlyIf(variance('sample', false)),
  variancep: variance('population', false),
  variancepif: onlyIf(variance('population', false)),
  covariance: covariance('sample'),
  covarianceif: onlyIf(covariance('sample')),
  covariancep: covariance('population'),
  covariancepif: onlyIf(covariance('population')),
  binary_all_and: bits(-1n, (left, right) => left & right),
  binary_all_or: bits(0n, (left, right) => left | right),
  binary_all_xor: bits(0n, (left, right) => left ^ right),
};

function resultType({ columns, given }: AggregateCall): ScalarType {
  return columns[0]?.type ?? given[0]?.type ?? 'long';
}

function zeroOf(type: ScalarType): Value {
  return type === 'timespan' || type === 'datetime' ? 0n : type === 'decimal' ? { unscaled: 0n, scale: 0 } : 0;
}
