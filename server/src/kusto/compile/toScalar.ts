import type { Expression } from '../expression.ts';
import { once } from '../plan.ts';
import { refused, type Scope, tabular } from '../scope.ts';
import { partOf, type Syntax } from '../syntax.ts';

/** `toscalar(…)`: the first column of the first row, found out when it is first asked for; null if there is none. */
export function toScalar(node: Syntax, scope: Scope): Expression {
  const inner = partOf(node, 'Expression');
  if (inner.ResultType?.Columns === undefined) return scope.context.compiler.scalar(inner, scope);
  const plan = tabular(inner, scope);
  const [column] = plan.columns;
  if (column === undefined) throw refused('The table has no column.', node, scope);
  const value = once(() => {
    const [row] = plan.rows();
    return row === undefined ? (column.type === 'string' ? '' : null) : plan.reader(0)(row);
  });
  return { type: column.type, evaluate: value, constant: true };
}
