import type { Expression } from '../expression.ts';
import type { Row } from '../plan.ts';
import type { ScalarType, Value } from '../values/value.ts';

/**
 * An aggregate function: called once where the query is compiled, it answers what makes one accumulator a group. Whoever
 * adds one writes a record into a family (`aggregates/*.ts`), named in `aggregates/table.ts`.
 */
export type Aggregate = (call: AggregateCall) => () => Accumulator;

export interface Accumulator {
  readonly add: (row: Row) => void;
  /** One value for each column that the call makes, which is one for most functions. */
  readonly results: () => readonly Value[];
}

export interface AggregateCall {
  /** The arguments over the rows of the group; `*` is left out. */
  readonly given: readonly Expression[];
  /** The columns that the call makes, with the types that the binder gives them. */
  readonly columns: readonly { readonly name: string; readonly type: ScalarType }[];
  /** A column of the input by its name, for `arg_max(…, *)`. */
  readonly column: (name: string) => Expression | undefined;
  /** The call has a `*` among its arguments. */
  readonly star: boolean;
  /** Memory that the accumulator takes up. */
  readonly hold: (bytes: number) => void;
  readonly refused: (message: string) => Error;
}

export type AggregateFamily = Readonly<Record<string, Aggregate>>;

/** The accumulator of a function with one result. */
export function single(add: (row: Row) => void, result: () => Value): Accumulator {
  return { add, results: () => [result()] };
}

/** The argument at that place. Throws if the call has none there. */
export function argument({ given, refused }: AggregateCall, index: number): Expression {
  const found = given[index];
  if (found === undefined) throw refused('An argument is missing.');
  return found;
}

/** Of a `…if` function: the same over the rows for which its last argument is true. */
export function onlyIf(aggregate: Aggregate): Aggregate {
  return (call) => {
    const condition = argument(call, call.given.length - 1);
    const make = aggregate({ ...call, given: call.given.slice(0, -1) });
    return () => {
      const { add, results } = make();
      return {
        add: (row) => {
          if (condition.evaluate(row) === true) add(row);
        },
        results,
      };
    };
  };
}
