import { converted } from '../compile/comparison.ts';
import type { Expression } from '../expression.ts';
import { noRow } from '../expression.ts';
import { type Cells, cellsPlan, type Plan, type Row } from '../plan.ts';
import { eachRow, overRows, refused, type Scope, scalar } from '../scope.ts';
import { kindOf, listOf, part, partOf, type Syntax, textOf } from '../syntax.ts';
import { orderOf } from '../values/compare.ts';
import type { ScalarType, Value } from '../values/value.ts';
import { type Aggregation, aggregation } from './aggregation.ts';
import { outputOf } from './columns.ts';
import { createGroups } from './groups.ts';
import { type Operator, piped } from './operator.ts';

/** `top-nested`: the top values of an expression, then those of the next within each of them; and `top-hitters`, exactly. */
export const nestedOperators: Readonly<Record<string, Operator>> = {
  TopNestedOperator: piped(topNested),
  TopHittersOperator: piped(topHitters),
};

interface Level {
  readonly limit: number;
  readonly value: Expression;
  /** What stands for all other values, if anything does. */
  readonly others: Value | undefined;
  readonly aggregate: Aggregation;
  readonly type: ScalarType;
  readonly ascending: boolean;
}

function topNested(node: Syntax, input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const levels = listOf(node, 'Clauses').map((clause): Level => {
    const limit = part(clause, 'Expression');
    const by = partOf(clause, 'ByExpression');
    const ordered = kindOf(by) === 'OrderedExpression';
    const direction = ordered ? part(partOf(by, 'Ordering'), 'AscOrDescKeyword') : undefined;
    const aggregate = aggregation([ordered ? partOf(by, 'Expression') : by], input, inner);
    const value = scalar(partOf(clause, 'OfExpression'), inner);
    return {
      limit: limit === undefined ? Infinity : Number(scalar(limit, scope).evaluate(noRow)),
      value,
      others: othersOf(clause, value.type, scope),
      aggregate,
      type: aggregate.outputs[0]?.columns[0]?.type ?? 'long',
      ascending: direction !== undefined && textOf(direction) === 'asc',
    };
  });
  const types = levels.flatMap(({ value, type }) => [value.type, type]);
  const columns = outputOf(node).map(({ name, type }, index) => ({ name, type: types[index] ?? type }));
  return cellsPlan(columns, () => nest(input.rows(), levels, inner));
}

function othersOf(clause: Syntax, type: ScalarType, scope: Scope): Value | undefined {
  const others = part(clause, 'WithOthersClause');
  if (others === undefined) return undefined;
  const given = scalar(partOf(others, 'Expression'), scope);
  if (!given.constant) throw refused('What stands for the others has to be constant.', others, scope);
  return converted(given, type).evaluate(noRow);
}

function nest(rows: readonly Row[], levels: readonly Level[], scope: ReturnType<typeof overRows>): Cells[] {
  const [level, ...deeper] = levels;
  if (level === undefined) return [[]];
  const found = best(rows, level, scope);
  const top = found
    .slice(0, level.limit)
    .flatMap(({ value, result, members }) => nest(members, deeper, scope).map((cells) => [value, result, ...cells]));
  const rest = found.slice(level.limit).flatMap(({ members }) => members);
  return rest.length > 0 && levels.some(({ others }) => others !== undefined) ? [...top, restOf(rest, levels)] : top;
}

/** One row for all that is not at the top of a level: nothing stands on the levels without `with others`. */
function restOf(rows: readonly Row[], levels: readonly Level[]): Cells {
  return levels.flatMap(({ others, value, aggregate, type }) =>
    others === undefined
      ? [value.type === 'string' ? '' : null, type === 'string' ? '' : null]
      : [others, resultOf(rows, aggregate)],
  );
}

function resultOf(rows: readonly Row[], aggregate: Aggregation): Value {
  const accumulators = aggregate.start();
  for (const row of rows) accumulators.add(row);
  return aggregate.outputs[0]?.read(accumulators.results())[0] ?? null;
}

/** All values of the expression with their results and rows, the greatest result first. */
function best(rows: readonly Row[], { value, aggregate, type, ascending }: Level, scope: ReturnType<typeof overRows>) {
  const groups = createGroups<Row[]>([value], scope.context.budget);
  eachRow(scope, rows, (row) => {
    const group = groups.find(row);
    group.state ??= [];
    group.state.push(row);
  });
  const order = orderOf(type);
  const found = groups.all().map(({ keys, state: members = [] }) => {
    return { value: keys[0] ?? null, result: resultOf(members, aggregate), members };
  });
  found.sort((left, right) => {
    if (left.result === null || right.result === null)
      return left.result === right.result ? 0 : left.result === null ? 1 : -1;
    return ascending ? order(left.result, right.result) : order(right.result, left.result);
  });
  return found;
}

function topHitters(node: Syntax, input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const value = scalar(partOf(node, 'OfExpression'), inner);
  const limit = Number(scalar(partOf(node, 'Expression'), scope).evaluate(noRow));
  const clause = part(node, 'ByClause');
  const weight = clause && scalar(partOf(clause, 'Expression'), inner);
  const output = outputOf(node).map(({ name, type }, index) => ({ name, type: index === 0 ? value.type : type }));
  return cellsPlan(output, () => {
    const groups = createGroups<{ sum: number }>([value], scope.context.budget);
    eachRow(inner, input.rows(), (row) => {
      const group = groups.find(row);
      group.state ??= { sum: 0 };
      group.state.sum += weight === undefined ? 1 : Number(weight.evaluate(row) ?? 0);
    });
    const found = groups.all().map(({ keys, state }): [Value, number] => [keys[0] ?? null, state?.sum ?? 0]);
    return found.sort(([, left], [, right]) => right - left).slice(0, limit);
  });
}
