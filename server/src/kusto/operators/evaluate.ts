import { columnOf } from '../compile/names.ts';
import { type Cells, cellsPlan, type Plan, toCells } from '../plan.ts';
import { eachRow, notImplemented, overRows, refused, type Scope, scalar } from '../scope.ts';
import { type Column, listOf, nameOf, partOf, type Syntax } from '../syntax.ts';
import { toText } from '../values/convert.ts';
import type { Value } from '../values/value.ts';
import { addressLookup } from './addressLookup.ts';
import { type Accumulators, type Aggregation, aggregation } from './aggregation.ts';
import { bagUnpack } from './bagUnpack.ts';
import { outputOf } from './columns.ts';
import { createGroups } from './groups.ts';
import { needColumns } from './neededColumns.ts';
import { type Operator, piped } from './operator.ts';

/** The plugins whose columns the data decide. The first run finds them out, and the query is bound again with them. */
export const evaluateOperators: Readonly<Record<string, Operator>> = { EvaluateOperator: piped(evaluate) };

function evaluate(node: Syntax, input: Plan, scope: Scope): Plan {
  const call = partOf(node, 'FunctionCall');
  const name = nameOf(partOf(call, 'Name'));
  const given = listOf(partOf(call, 'ArgumentList'), 'Expressions');
  const plugin = plugins.get(name);
  if (plugin !== undefined) return plugin(node, given, input, scope);
  throw notImplemented(`The plugin \`${name}\``, node, scope);
}

type Plugin = (node: Syntax, given: readonly Syntax[], input: Plan, scope: Scope) => Plan;

export const plugins: ReadonlyMap<string, Plugin> = new Map([
  ['bag_unpack', bagUnpack],
  ['pivot', pivot],
  ['narrow', narrow],
  [
    'ipv4_lookup',
    (node: Syntax, given: readonly Syntax[], input: Plan, scope: Scope) => addressLookup(node, given, input, scope, 4),
  ],
  [
    'ipv6_lookup',
    (node: Syntax, given: readonly Syntax[], input: Plan, scope: Scope) => addressLookup(node, given, input, scope, 6),
  ],
] satisfies [string, Plugin][]);

/** One column for each value of the first argument, with the aggregate of its rows. */
function pivot(node: Syntax, given: readonly Syntax[], input: Plan, scope: Scope): Plan {
  const [pivotNode, aggregateNode, ...groupNodes] = given;
  if (pivotNode === undefined) throw refused('An argument is missing.', node, scope);
  const inner = overRows(scope, input);
  const pivoted = scalar(pivotNode, inner);
  const aggregate = aggregateNode === undefined ? counting : aggregation([aggregateNode], input, inner);
  const used = new Set(
    [
      pivotNode,
      ...(aggregateNode === undefined ? [] : listOf(partOf(aggregateNode, 'ArgumentList'), 'Expressions')),
    ].map((each) => nameOf(each)),
  );
  const groupNames =
    groupNodes.length > 0
      ? groupNodes.map(nameOf)
      : input.columns.map(({ name }) => name).filter((name) => !used.has(name));
  const groupColumns = groupNames.flatMap((name) => columnOf(name, input) ?? []);
  const nameFor = (row: object) => toText(pivoted.evaluate(row), pivoted.type);
  const type = aggregate.outputs[0]?.columns[0]?.type ?? 'long';
  const columnNames = () => [...new Set(input.rows().map(nameFor))].sort();
  needColumns(node, scope, () => [
    ...groupNames.map((name, index) => ({ name, type: groupColumns[index]?.type ?? 'dynamic' })),
    ...columnNames().map((name) => ({ name, type })),
  ]);
  const output = outputOf(node);
  return cellsPlan(output, () => {
    const groups = createGroups<Map<string, Accumulators>>(groupColumns, scope.context.budget);
    eachRow(inner, input.rows(), (row) => {
      const group = groups.find(row);
      group.state ??= new Map();
      const name = nameFor(row);
      const known = group.state.get(name) ?? aggregate.start();
      group.state.set(name, known);
      known.add(row);
    });
    const empty = aggregate.start().results();
    return groups.all().map(
      ({ keys, state }): Cells =>
        output.map(({ name }, index) => {
          if (index < groupNames.length) return keys[index] ?? null;
          return aggregate.outputs[0]?.read(state?.get(name)?.results() ?? empty)[0] ?? null;
        }),
    );
  });
}

/** What `pivot` does without an aggregate function. */
const counting: Aggregation = {
  outputs: [{ columns: [{ name: 'count_', type: 'long' }], read: (results) => results as readonly Value[] }],
  start: () => {
    let rows = 0;
    return {
      add: () => {
        rows++;
      },
      results: () => [rows],
    };
  },
};

function narrow(_node: Syntax, _given: readonly Syntax[], input: Plan): Plan {
  const columns: Column[] = [
    { name: 'Row', type: 'long' },
    { name: 'Column', type: 'string' },
    { name: 'Value', type: 'string' },
  ];
  return cellsPlan(columns, () => {
    const cellsOf = toCells(input);
    return input
      .rows()
      .flatMap((row, index) =>
        cellsOf(row).map(
          (cell, at): Cells => [
            index,
            input.columns[at]?.name ?? '',
            toText(cell, input.columns[at]?.type ?? 'string'),
          ],
        ),
      );
  });
}
