import { converted } from '../compile/comparison.ts';
import { type Expression, noRow } from '../expression.ts';
import { type Cells, cellsPlan, type Plan, positions, type Row, toCells } from '../plan.ts';
import { eachRow, notImplemented, overRows, type Scope, scalar } from '../scope.ts';
import { type Column, listOf, nameOf, optionsOf, part, partOf, type Syntax, textOf, writtenType } from '../syntax.ts';
import type { Value } from '../values/value.ts';
import { createGroups } from './groups.ts';
import { type Operator, piped } from './operator.ts';
import { sorted } from './sort.ts';

/** `scan`: sequences of rows that match one step after the other (documentation: "scan operator", scan logic). */
export const scanOperators: Readonly<Record<string, Operator>> = { ScanOperator: piped(scan) };

interface Declared extends Column {
  readonly otherwise: Value;
}

interface Step {
  readonly outputs: 'all' | 'last' | 'none';
  readonly condition: Expression;
  readonly assignments: readonly { readonly place: number; readonly expression: Expression }[];
}

/** The state of a step: the last row of each step so far, and the number of the sequence. */
interface Sequence {
  readonly rows: readonly (Cells | undefined)[];
  readonly match: number;
}

function scan(node: Syntax, piped: Plan, scope: Scope): Plan {
  const order = part(node, 'OrderByClause');
  const input = order === undefined ? piped : sorted(listOf(order, 'Expressions'), piped, scope);
  const declared = declaredOf(part(node, 'DeclareClause'), scope);
  const wide = widened(input, declared);
  /** What the names of steps stand for while an expression is evaluated. */
  const view: { rows: readonly (Cells | undefined)[] } = { rows: [] };
  const stepNodes = listOf(node, 'Steps');
  const sides = new Map(
    stepNodes.map((each, index) => [nameOf(partOf(each, 'Name')), sidePlan(wide, declared, () => view.rows[index])]),
  );
  const inner: Scope = { ...overRows(scope, wide), sides };
  const places = positions(wide.columns);
  const steps = stepNodes.map((each) => stepOf(each, places, inner));
  const withMatch = optionsOf(node).get('with_match_id');
  const output = [
    ...wide.columns,
    ...(withMatch === undefined ? [] : [{ name: nameOf(withMatch), type: 'long' as const }]),
  ];
  const clause = part(node, 'PartitionByClause');
  const keys = (clause === undefined ? [] : listOf(clause, 'Expressions')).map((each) =>
    scalar(each, overRows(scope, input)),
  );
  return cellsPlan(
    output,
    () => {
      const groups = createGroups<Row[]>(keys, scope.context.budget);
      eachRow(overRows(scope, input), input.rows(), (row) => {
        const group = groups.find(row);
        group.state ??= [];
        group.state.push(row);
      });
      return groups
        .all()
        .flatMap(({ state = [] }) => sequences(state, steps, wide, view, withMatch !== undefined, scope));
    },
    true,
  );
}

function declaredOf(clause: Syntax | undefined, scope: Scope): Declared[] {
  return (clause === undefined ? [] : listOf(clause, 'Declarations')).map((each) => {
    const described = partOf(each, 'NameAndType');
    const type = writtenType(part(described, 'Type')) ?? 'dynamic';
    const value = part(each, 'DefaultValue');
    const given = value && converted(scalar(partOf(value, 'Value'), scope), type).evaluate(noRow);
    return { name: nameOf(partOf(described, 'Name')), type, otherwise: given ?? (type === 'string' ? '' : null) };
  });
}

/** The input's columns and the declared ones, which have their defaults before anything is assigned. */
function widened(input: Plan, declared: readonly Declared[]): Plan {
  const width = input.columns.length;
  const columns = [...input.columns, ...declared.map(({ name, type }) => ({ name, type }))];
  const reader = (index: number) =>
    index < width ? input.reader(index) : () => declared[index - width]?.otherwise ?? null;
  return { columns, reader, rows: input.rows, serialized: true };
}

function sidePlan(wide: Plan, declared: readonly Declared[], current: () => Cells | undefined): Plan {
  const defaults = new Map(declared.map(({ name, otherwise }) => [name, otherwise]));
  const reader = (index: number) => {
    const column = wide.columns[index];
    const missing = defaults.get(column?.name ?? '') ?? (column?.type === 'string' ? '' : null);
    return () => {
      const row = current();
      return row === undefined ? missing : (row[index] ?? null);
    };
  };
  return { columns: wide.columns, reader, rows: () => [], serialized: true };
}

function stepOf(node: Syntax, places: ReadonlyMap<string, number>, scope: Scope): Step {
  const output = part(node, 'ScanStepOutput');
  const kind = output === undefined ? 'all' : textOf(partOf(output, 'OutputKind'));
  if (kind !== 'all' && kind !== 'last' && kind !== 'none') throw notImplemented(`\`output=${kind}\``, node, scope);
  if (part(node, 'OptionalKeyword') !== undefined) throw notImplemented('An optional step', node, scope);
  const clause = part(node, 'ComputationClause');
  const assignments = (clause === undefined ? [] : listOf(clause, 'Assignments')).map((each) => {
    const place = places.get(nameOf(partOf(each, 'Name'))) ?? -1;
    return { place, expression: scalar(partOf(each, 'Expression'), scope) };
  });
  return {
    outputs: kind,
    condition: converted(scalar(partOf(node, 'Condition'), scope), 'bool'),
    assignments,
  };
}

function sequences(
  rows: readonly Row[],
  steps: readonly Step[],
  wide: Plan,
  view: { rows: readonly (Cells | undefined)[] },
  withMatch: boolean,
  scope: Scope,
): Cells[] {
  const cellsOf = toCells(wide);
  const states: (Sequence | undefined)[] = steps.map(() => undefined);
  const made: Cells[] = [];
  /** Of steps of which only the last row of a series is wanted: that row, as long as the series goes on. */
  const pending: (Cells | undefined)[] = steps.map(() => undefined);
  let nextMatch = 0;
  const matches = ({ condition }: Step, state: Sequence | undefined, row: Row) => {
    view.rows = state?.rows ?? [];
    return condition.evaluate(row) === true;
  };
  const take = (index: number, step: Step, state: Sequence | undefined, row: Row) => {
    const cells = [...cellsOf(row)];
    const values = step.assignments.map(({ expression }) => expression.evaluate(row));
    step.assignments.forEach(({ place }, at) => {
      cells[place] = values[at] ?? null;
    });
    const match = state?.match ?? nextMatch++;
    const kept = [...(state?.rows ?? [])];
    kept[index] = cells;
    states[index] = { rows: kept, match };
    if (step.outputs === 'none') return;
    scope.context.budget.rows(1, cells.length);
    const shown = withMatch ? [...cells, match] : cells;
    if (step.outputs === 'all') made.push(shown);
    else pending[index] = shown;
  };
  const endSeries = (index: number) => {
    const last = pending[index];
    if (last !== undefined) made.push(last);
    pending[index] = undefined;
  };
  for (const row of rows) {
    for (let index = steps.length - 1; index >= 0; index--) {
      scope.context.budget.tick();
      const step = steps[index];
      if (step === undefined) continue;
      const before = states[index - 1];
      if (before !== undefined && matches(step, before, row)) {
        endSeries(index);
        endSeries(index - 1);
        states[index - 1] = undefined;
        take(index, step, before, row);
      } else if ((index === 0 || states[index] !== undefined) && matches(step, states[index], row)) {
        take(index, step, states[index], row);
      }
    }
  }
  for (const index of steps.keys()) endSeries(index);
  return made;
}
