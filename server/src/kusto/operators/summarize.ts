import type { Expression } from '../expression.ts';
import { cellsPlan, type Plan } from '../plan.ts';
import { eachRow, overRows, type Scope, scalar } from '../scope.ts';
import { type Column, listOf, part, type Syntax } from '../syntax.ts';
import { type Accumulators, aggregation } from './aggregation.ts';
import { outputOf, ownName } from './columns.ts';
import { createGroups } from './groups.ts';
import { type Operator, piped } from './operator.ts';

/** `summarize … by …`: the columns of the groups first, then those of the aggregates, as the service names them. */
export const summarizeOperators: Readonly<Record<string, Operator>> = { SummarizeOperator: piped(summarize) };

function summarize(node: Syntax, input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const clause = part(node, 'ByClause');
  const keyNodes = clause === undefined ? [] : [...listOf(clause, 'Expressions')];
  const keys = keyNodes.map((each) => scalar(each, inner));
  const { outputs, start } = aggregation(listOf(node, 'Aggregates'), input, inner, keyNodes);
  const types = [...keys.map(({ type }) => type), ...outputs.flatMap(({ columns }) => columns.map(({ type }) => type))];
  const names = outputOf(node).map(({ name }) => name);
  const columns = types.map(
    (type, index): Column => ({ name: names[index] ?? ownName(keyNodes[index] ?? node) ?? `Column${index + 1}`, type }),
  );
  return cellsPlan(columns, () =>
    grouped(keys, input, inner, start).map(({ keys: values, state }) => {
      const results = state.results();
      return [...values, ...outputs.flatMap(({ read }) => read(results))];
    }),
  );
}

/** Every row in its group. Without keys there is one group, also of no rows. */
export function grouped(
  keys: readonly Expression[],
  input: Plan,
  scope: ReturnType<typeof overRows>,
  start: () => Accumulators,
) {
  const rows = input.rows();
  if (keys.length === 0) {
    const state = start();
    eachRow(scope, rows, state.add);
    return [{ keys: [], state }];
  }
  const groups = createGroups<Accumulators>(keys, scope.context.budget);
  eachRow(scope, rows, (row) => {
    const group = groups.find(row);
    group.state ??= start();
    group.state.add(row);
  });
  return groups.all().flatMap(({ keys: values, state }) => (state === undefined ? [] : [{ keys: values, state }]));
}
