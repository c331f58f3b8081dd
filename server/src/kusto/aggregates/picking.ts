import type { Expression } from '../expression.ts';
import type { Row } from '../plan.ts';
import { orderOf } from '../values/compare.ts';
import {
  type Accumulator,
  type Aggregate,
  type AggregateCall,
  type AggregateFamily,
  argument,
  onlyIf,
} from './aggregate.ts';

/** The values of one row of the group. */
export const picking: AggregateFamily = {
  arg_max: extreme(1),
  arg_min: extreme(-1),
  argmax: extreme(1),
  argmin: extreme(-1),
  take_any: anyRow,
  any: anyRow,
  take_anyif: onlyIf(anyRow),
  anyif: onlyIf(anyRow),
};

/** Of rows that are equal the first; rows whose value is null count only where no other row is there. */
function extreme(direction: 1 | -1): Aggregate {
  return (call) => {
    const measure = argument(call, 0);
    const order = orderOf(measure.type);
    const others = call.star ? starColumns(call, 1) : call.given.slice(1);
    const results = [measure, ...others];
    return () => {
      let best: Row | undefined;
      return {
        add: (row) => {
          if (best === undefined) {
            best = row;
            return;
          }
          const [value, known] = [measure.evaluate(row), measure.evaluate(best)];
          if (value !== null && (known === null || order(value, known) * direction > 0)) best = row;
        },
        results: () => valuesOf(results, best),
      };
    };
  };
}

/** Kusto takes any row with a value; ours is the first. */
function anyRow(call: AggregateCall): () => Accumulator {
  const results = call.star ? starColumns(call, 0) : call.given;
  return () => {
    const [only] = results;
    let picked: Row | undefined;
    return {
      add: (row) => {
        if (
          picked === undefined ||
          (results.length === 1 && only !== undefined && isMissing(only, picked) && !isMissing(only, row))
        )
          picked = row;
      },
      results: () => valuesOf(results, picked),
    };
  };
}

function isMissing({ evaluate }: Expression, row: Row): boolean {
  const value = evaluate(row);
  return value === null || value === '';
}

/** `*` stands for the columns that the binder names after the first ones. */
function starColumns({ columns, column, refused }: AggregateCall, after: number): Expression[] {
  return columns.slice(after).map(({ name }) => {
    const found = column(name);
    if (found === undefined) throw refused(`There is no column \`${name}\` here.`);
    return found;
  });
}

function valuesOf(expressions: readonly Expression[], row: Row | undefined) {
  return expressions.map(({ type, evaluate }) => (row === undefined ? (type === 'string' ? '' : null) : evaluate(row)));
}
