import { tabularBody } from '../compile/inline.ts';
import { type Cells, cellsPlan, type Plan, positions, type Row, sameShape } from '../plan.ts';
import { eachRow, notImplemented, overRows, rangeOf, type Scope, scalar, subquery } from '../scope.ts';
import { kindOf, nameOf, partOf, type Syntax } from '../syntax.ts';
import { outputOf } from './columns.ts';
import { createGroups } from './groups.ts';
import { type Operator, piped } from './operator.ts';

/** `partition` and `invoke`: what is written elsewhere runs on the rows. */
export const partitionOperators: Readonly<Record<string, Operator>> = {
  PartitionOperator: piped(partition),
  InvokeOperator: piped(invoke),
};

/** The subquery on the rows of each key; the rows of all of them together. */
function partition(node: Syntax, input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const key = scalar(partOf(node, 'ByExpression'), inner);
  const operand = partOf(node, 'Operand');
  if (kindOf(operand) !== 'PartitionSubquery') throw notImplemented('This form of `partition`', node, scope);
  const body = partOf(operand, 'Subquery');
  const output = outputOf(node);
  return cellsPlan(output, () => {
    const groups = createGroups<Row[]>([key], scope.context.budget);
    eachRow(inner, input.rows(), (row) => {
      const group = groups.find(row);
      group.state ??= [];
      group.state.push(row);
    });
    const within = rangeOf(node, scope);
    return groups.all().flatMap(({ state = [] }): Cells[] => {
      const result = subquery(
        body,
        { ...scope, within },
        sameShape(input, () => state),
      );
      const known = positions(result.columns);
      const readers = output.map(({ name }) => result.reader(known.get(name) ?? -1));
      const rows = result.rows();
      scope.context.budget.rows(rows.length, output.length);
      return rows.map((row) => readers.map((read) => read(row)));
    });
  });
}

function invoke(node: Syntax, input: Plan, scope: Scope): Plan {
  const call = partOf(node, 'Function');
  const body = tabularBody(call, scope, input);
  if (body === undefined) throw notImplemented(`The function \`${nameOf(partOf(call, 'Name'))}\``, node, scope);
  return body;
}
