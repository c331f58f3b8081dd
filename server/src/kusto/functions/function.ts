import type { ScalarType, Value } from '../values/value.ts';

/**
 * A scalar function, as data: how its arguments arrive and what it answers. Whoever adds one writes a record into a
 * family (`functions/*.ts`, one export of type `FunctionFamily`, named in `functions/table.ts`); the core does the rest.
 *
 * - Number and types of the arguments were checked by Microsoft's binder, so they need no check here.
 * - Each argument is converted to its parameter's type; an argument that has no counterpart arrives as null.
 * - A null argument makes the result null (`''` for a string) without a call, unless `nulls` is `given`. Strings are
 *   never null: they arrive as `''`.
 * - The result is of the type that the binder gives the call, in the form of `values/value.ts`: a `long` through
 *   `toLong`, dates and timespans as bigint ticks, `dynamic` as `Dynamic` (a real that is an integer through `real`).
 * - A call whose arguments are constants is evaluated once, unless `volatile`.
 */
export interface ScalarFunction {
  /** The last one stands for all further arguments. */
  readonly parameters: readonly ParameterType[];
  readonly nulls?: 'given';
  readonly volatile?: true;
  /** The result for one row. Arguments that were left out are undefined. */
  evaluate?(...values: (Value | undefined)[]): Value;
  /** Instead of `evaluate`, where the result depends on the types of the arguments or on the clock. */
  readonly bind?: (call: Call) => (...values: Value[]) => Value;
}

/**
 * `any` leaves the argument as it is; `size` is a long as a plain number, for lengths and positions; `regex` is a
 * string that has to be a pattern of RE2's.
 */
export type ParameterType = ScalarType | 'any' | 'size' | 'regex';

export interface Call {
  /** Of the arguments as written, before any conversion. */
  readonly types: readonly ScalarType[];
  readonly result: ScalarType;
  /** Ticks. Asking for it may look through all samples. */
  readonly now: () => bigint;
  /** Values of the arguments that are constants, as written. */
  readonly constants: readonly (Value | undefined)[];
  /** To be called again and again by what may take long for one row. */
  readonly tick: () => void;
  /** A failure at the call, for the caller to throw. */
  readonly refused: (message: string) => Error;
}

/** Functions by name. */
export type FunctionFamily = Readonly<Record<string, ScalarFunction>>;
