import { noRow } from '../expression.ts';
import { mostElements } from '../values/bounds.ts';
import { keyOf } from '../values/compare.ts';
import { toDynamic } from '../values/convert.ts';
import { sizeOf } from '../values/size.ts';
import { type Bag, type Dynamic, isBag, type ScalarType, type Value } from '../values/value.ts';
import { type Aggregate, type AggregateCall, type AggregateFamily, argument, onlyIf, single } from './aggregate.ts';

/** Arrays and bags of what the rows hold. Nulls are left out, up to the size that is given, 1,048,576 by default. */
const list =
  (nulls: boolean): Aggregate =>
  (call) => {
    const { type, evaluate } = argument(call, 0);
    const limit = limitOf(call);
    return () => {
      const items: Dynamic[] = [];
      return single(
        (row) => {
          const value = evaluate(row);
          if (items.length >= limit || (value === null && !nulls)) return;
          call.hold(sizeOf(value));
          items.push(toDynamic(value, type));
        },
        () => items,
      );
    };
  };

/** The elements of an array count one by one. */
const set: Aggregate = (call) => {
  const { type, evaluate } = argument(call, 0);
  const limit = limitOf(call);
  return () => {
    const items = new Map<unknown, Dynamic>();
    const put = (value: Value, own: ScalarType) => {
      const key = keyOf(value, own);
      if (value === null || items.size >= limit || items.has(key)) return;
      call.hold(sizeOf(value));
      items.set(key, toDynamic(value, own));
    };
    return single(
      (row) => {
        const value = evaluate(row);
        if (Array.isArray(value)) for (const each of value) put(each, 'dynamic');
        else put(value, type);
      },
      () => [...items.values()],
    );
  };
};

/** The bags of the group in one; which of several equal keys counts is left open, ours is the first. */
const bag: Aggregate = (call) => {
  const { evaluate } = argument(call, 0);
  const limit = limitOf(call);
  return () => {
    const members = new Map<string, Dynamic>();
    return single(
      (row) => {
        const value = evaluate(row);
        if (!isBag(value as Dynamic)) return;
        for (const [key, each] of Object.entries(value as Bag)) {
          if (members.has(key) || members.size >= limit) continue;
          call.hold(2 * key.length + sizeOf(each));
          members.set(key, each);
        }
      },
      () => Object.fromEntries(members),
    );
  };
};

const conditional =
  (aggregate: Aggregate): Aggregate =>
  (call) => {
    const [value, condition, ...rest] = call.given;
    if (value === undefined || condition === undefined) throw call.refused('An argument is missing.');
    return onlyIf(aggregate)({ ...call, given: [value, ...rest, condition] });
  };

export const collecting: AggregateFamily = {
  make_list: list(false),
  make_list_if: conditional(list(false)),
  make_list_with_nulls: list(true),
  makelist: list(false),
  make_set: set,
  make_set_if: conditional(set),
  makeset: set,
  make_bag: bag,
  make_bag_if: conditional(bag),
  make_dictionary: bag,
};

function limitOf({ given }: AggregateCall): number {
  const value = given[1]?.evaluate(noRow) ?? mostElements;
  return Number(value);
}
