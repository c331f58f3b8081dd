import type { Expression } from '../expression.ts';
import { type Plan, type Row, sameShape } from '../plan.ts';
import { eachRow, overRows, type Scope, scalar } from '../scope.ts';
import { kindOf, listOf, part, partOf, type Syntax, textOf } from '../syntax.ts';
import { orderOf } from '../values/compare.ts';
import type { Value } from '../values/value.ts';
import { type Operator, piped } from './operator.ts';
import { amount } from './rows.ts';

/** `sort by` and `top`: descending unless said otherwise; nulls come first in an ascending order, last in a descending one, and `NaN` beside them. */
export const sortOperators: Readonly<Record<string, Operator>> = {
  SortOperator: piped((node, input, scope) => sorted(listOf(node, 'Expressions'), input, scope)),
  TopOperator: piped(top),
};

interface SortKey {
  readonly expression: Expression;
  /** Orders two keys, either of which can be null. */
  readonly compare: (left: Value, right: Value) => number;
}

/** The rows in the order of these expressions; equal ones stay as they were. */
export function sorted(nodes: readonly Syntax[], input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const keys = nodes.map((node) => sortKey(node, inner));
  return sameShape(
    input,
    () => {
      const decorated: { row: Row; keys: Value[] }[] = [];
      const { tick, rows, bytes } = scope.context.budget;
      eachRow(inner, input.rows(), (row) => {
        const own = keys.map(({ expression }) => expression.evaluate(row));
        for (const key of own) if (typeof key === 'string' && key.length > longKey) bytes(key.length);
        decorated.push({ row, keys: own });
      });
      rows(decorated.length, keys.length + 2);
      decorated.sort((left, right) => {
        tick();
        for (let index = 0; index < keys.length; index++) {
          const order = keys[index]?.compare(left.keys[index] ?? null, right.keys[index] ?? null) ?? 0;
          if (order !== 0) return order;
        }
        return 0;
      });
      return decorated.map(({ row }) => row);
    },
    true,
  );
}

const longKey = 256;

function top(node: Syntax, input: Plan, scope: Scope): Plan {
  const limit = amount(partOf(node, 'Expression'), scope);
  const ordered = sorted([partOf(node, 'ByExpression')], input, scope);
  return sameShape(ordered, () => ordered.rows().slice(0, limit()), true);
}

function sortKey(node: Syntax, scope: Scope): SortKey {
  const ordering = kindOf(node) === 'OrderedExpression' ? part(node, 'Ordering') : undefined;
  const direction = ordering && part(ordering, 'AscOrDescKeyword');
  const ascending = direction !== undefined && textOf(direction) === 'asc';
  const nulls = ordering && part(ordering, 'NullsClause');
  const nullsFirst = nulls === undefined ? ascending : textOf(partOf(nulls, 'FirstOrLastKeyword')) === 'first';
  const expression = scalar(node, scope);
  const order = orderOf(expression.type);
  const compare = (left: Value, right: Value) => {
    if (left === null || right === null) return left === right ? 0 : (left === null) === nullsFirst ? -1 : 1;
    if (Number.isNaN(left) !== Number.isNaN(right)) return Number.isNaN(left) === nullsFirst ? -1 : 1;
    return ascending ? order(left, right) : order(right, left);
  };
  return { expression, compare };
}
