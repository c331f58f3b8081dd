import { combination } from '../compile/arithmetic.ts';
import { converted } from '../compile/comparison.ts';
import { noRow } from '../expression.ts';
import { Failure } from '../failure.ts';
import { type Cells, cellsPlan, type Plan } from '../plan.ts';
import { overRows, rangeOf, refused, type Scope, scalar } from '../scope.ts';
import { type Column, listOf, nameOf, part, partOf, type Syntax, writtenType } from '../syntax.ts';
import { orderOf } from '../values/compare.ts';
import type { ScalarType, Value } from '../values/value.ts';
import { namedExpressions, outputOf } from './columns.ts';
import type { Operator } from './operator.ts';

/** What a query can begin with besides a table: `datatable`, `print`, `range`. */
export const sourceOperators: Readonly<Record<string, Operator>> = {
  DataTableExpression: (node, _input, scope) => dataTable(node, scope),
  PrintOperator: (node, _input, scope) => print(node, scope),
  RangeOperator: (node, _input, scope) => range(node, scope),
};

/** The columns that a schema in brackets declares. */
export function declaredColumns(schema: Syntax): Column[] {
  return listOf(schema, 'Columns').map((each) => ({
    name: nameOf(partOf(each, 'Name')),
    type: writtenType(part(each, 'Type')) ?? 'dynamic',
  }));
}

function dataTable(node: Syntax, scope: Scope): Plan {
  const columns = declaredColumns(partOf(node, 'Schema'));
  const values = listOf(node, 'Values');
  if (columns.length === 0 || values.length % columns.length !== 0) {
    throw refused('The number of values is no multiple of the number of columns.', node, scope);
  }
  return cellsPlan(columns, () => {
    scope.context.budget.rows(values.length / columns.length, columns.length);
    const cells = values.map((value, index) => {
      const { name, type } = columns[index % columns.length] ?? { name: '', type: 'dynamic' };
      const given = scalar(value, scope);
      if (!given.constant) throw refused(`\`${name}\` has to be a literal.`, value, scope);
      const cell = converted(given, type).evaluate(noRow);
      return cell === null && type === 'string' ? '' : cell;
    });
    return Array.from(
      { length: cells.length / columns.length },
      (_, row): Cells => cells.slice(row * columns.length, (row + 1) * columns.length),
    );
  });
}

function print(node: Syntax, scope: Scope): Plan {
  const nothing = cellsPlan([], () => [[]], true);
  const inner = overRows(scope, nothing);
  const output = outputOf(node);
  const made = namedExpressions(listOf(node, 'Expressions'), output, new Set(), inner);
  const columns = made.map(({ name, expression }, index) => ({
    name: output[index]?.name ?? name,
    type: expression.type,
  }));
  return cellsPlan(columns, () => [made.map(({ expression }) => expression.evaluate(noRow))], true);
}

function range(node: Syntax, scope: Scope): Plan {
  const [column] = outputOf(node);
  const type = column?.type ?? 'long';
  const [from, to, step] = (['From', 'To', 'Step'] as const).map((name) => {
    const given = scalar(partOf(node, name), scope);
    return name === 'Step' ? given : converted(given, type);
  });
  if (from === undefined || to === undefined || step === undefined)
    throw refused('`range` needs two ends and a step.', node, scope);
  const plus = combination('+', type, step.type, type);
  if (plus === undefined) throw refused(`\`${type} + ${step.type}\` has no meaning.`, node, scope);
  return cellsPlan([{ name: nameOf(partOf(node, 'Name')), type }], () => {
    const ends = [from, to, step].map(({ evaluate }) => evaluate(noRow));
    const [start, end, stride] = ends;
    if (start === undefined || end === undefined || stride === undefined || ends.includes(null)) return [];
    return steps(start, end, stride, type, step.type, plus, scope, node);
  });
}

/** Refuses before it begins what would never end. */
function steps(
  start: Value,
  end: Value,
  stride: Value,
  type: ScalarType,
  stepType: ScalarType,
  plus: (left: Value, right: Value) => Value,
  scope: Scope,
  node: Syntax,
): Cells[] {
  const size = Number(stride);
  if (size === 0) throw refused('The step is 0.', node, scope);
  const wanted = Math.max(0, Math.floor((Number(end) - Number(start)) / size) + 1);
  try {
    scope.context.budget.rows(wanted, 1);
  } catch (failure) {
    const count = wanted.toLocaleString('en');
    throw failure instanceof Failure
      ? new Failure(failure.code, `${failure.message} This \`range\` has ${count} rows.`, rangeOf(node, scope))
      : failure;
  }
  const order = orderOf(type);
  const rows: Cells[] = [];
  for (let value: Value = start; value !== null; value = plus(value, stride)) {
    const beyond = order(value, end) * (size > 0 ? 1 : -1) > 0;
    if (beyond || (rows.length > 0 && stepType === 'long' && order(value, start) * (size > 0 ? 1 : -1) < 0)) break;
    scope.context.budget.tick();
    rows.push([value]);
  }
  return rows;
}
