import type { Row } from './plan.ts';
import type { ScalarType, Value } from './values/value.ts';

/** A scalar expression that is compiled. */
export interface Expression {
  readonly type: ScalarType;
  readonly evaluate: (row: Row) => Value;
  /** The same for every row; `evaluate` then ignores its argument. */
  readonly constant: boolean;
  /** Reads what the rows hold already. */
  readonly stored?: true;
}

export function constant(type: ScalarType, value: Value): Expression {
  return { type, evaluate: () => value, constant: true };
}

/** Evaluates now what needs no row, so that it is not done again for each. */
export function folded(type: ScalarType, inputs: readonly Expression[], evaluate: (row: Row) => Value): Expression {
  if (!inputs.every((input) => input.constant)) return { type, evaluate, constant: false };
  return constant(type, evaluate(noRow));
}

export const noRow: Row = [];
