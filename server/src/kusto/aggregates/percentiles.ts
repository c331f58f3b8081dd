import { noRow } from '../expression.ts';
import { orderOf } from '../values/compare.ts';
import { toDynamic } from '../values/convert.ts';
import { isArray, type Value } from '../values/value.ts';
import { type Aggregate, type AggregateFamily, argument } from './aggregate.ts';

/** The nearest rank, exact where Kusto estimates. */
export const percentileAggregates: AggregateFamily = {
  percentile: percentiles(false),
  percentiles: percentiles(false),
  percentiles_array: percentiles(true),
  percentilew: weighted(false),
  percentilesw: weighted(false),
  percentilesw_array: weighted(true),
};

function percentiles(asArray: boolean): Aggregate {
  return (call) => {
    const { type, evaluate } = argument(call, 0);
    const ranks = call.given.slice(1).flatMap((each) => numbersOf(each.evaluate(noRow)));
    const order = orderOf(type);
    return () => {
      const values: Value[] = [];
      return {
        add: (row) => {
          const value = evaluate(row);
          if (value === null) return;
          call.hold(16);
          values.push(value);
        },
        results: () => {
          values.sort(order);
          const found = ranks.map((rank) => values[Math.max(0, Math.ceil((rank / 100) * values.length) - 1)] ?? null);
          return asArray ? [found.map((each) => toDynamic(each, type))] : found;
        },
      };
    };
  };
}

function weighted(asArray: boolean): Aggregate {
  return (call) => {
    const [{ type, evaluate }, weight] = [argument(call, 0), argument(call, 1)];
    const ranks = call.given.slice(2).flatMap((each) => numbersOf(each.evaluate(noRow)));
    const order = orderOf(type);
    return () => {
      const values: { value: Value; weight: number }[] = [];
      return {
        add: (row) => {
          const value = evaluate(row);
          if (value === null) return;
          call.hold(32);
          values.push({ value, weight: Number(weight.evaluate(row) ?? 0) });
        },
        results: () => {
          values.sort((left, right) => order(left.value, right.value));
          const total = values.reduce((sum, each) => sum + each.weight, 0);
          const found = ranks.map((rank) => {
            let sum = 0;
            for (const each of values) {
              sum += each.weight;
              if (sum >= (rank / 100) * total) return each.value;
            }
            return null;
          });
          return asArray ? [found.map((each) => toDynamic(each, type))] : found;
        },
      };
    };
  };
}

function numbersOf(value: Value): number[] {
  return isArray(value) ? value.map(Number) : [Number(value)];
}
