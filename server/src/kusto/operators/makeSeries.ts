import { noRow } from '../expression.ts';
import { type Cells, cellsPlan, type Plan, type Row } from '../plan.ts';
import { eachRow, overRows, refused, type Scope, scalar } from '../scope.ts';
import { kindOf, listOf, optionsOf, part, partOf, type Syntax } from '../syntax.ts';
import { toDynamic } from '../values/convert.ts';
import { floorTo } from '../values/long.ts';
import type { Dynamic, ScalarType, Value } from '../values/value.ts';
import { type Accumulators, aggregation } from './aggregation.ts';
import { outputOf } from './columns.ts';
import { createGroups } from './groups.ts';
import { type Operator, piped } from './operator.ts';

/** `make-series`: one array an aggregate, over equal steps of a date, a timespan or a number. */
export const seriesOperators: Readonly<Record<string, Operator>> = { MakeSeriesOperator: piped(makeSeries) };

/** Places on the axis are counted in ticks or as they are. */
interface Axis {
  readonly start: number | bigint | undefined;
  /** Not reached. */
  readonly end: number | bigint | undefined;
  readonly step: number | bigint;
  /** A place where a bin begins; the others follow from the step. */
  readonly origin: number | bigint | undefined;
}

const longestSeries = 1_048_576;

function makeSeries(node: Syntax, input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const axisColumn = scalar(partOf(partOf(node, 'OnClause'), 'Expression'), inner);
  const range = partOf(node, 'RangeClause');
  const axis = kindOf(range) === 'MakeSeriesFromToStepClause' ? axisOf(range, scope) : axisInRange(range, scope);
  const clause = part(node, 'ByClause');
  const keys = (clause === undefined ? [] : listOf(clause, 'Expressions')).map((each) => scalar(each, inner));
  const nodes = listOf(node, 'Aggregates');
  const { outputs, start } = aggregation(
    nodes.map((each) => partOf(each, 'Expression')),
    input,
    inner,
  );
  const defaults = nodes.map((each) => defaultOf(each, scope));
  const nonempty = optionsOf(node).get('kind') !== undefined;
  const output = outputOf(node).map(({ name, type }, index) => ({ name, type: keys[index]?.type ?? type }));
  return cellsPlan(output, () => {
    const groups = createGroups<Map<unknown, Accumulators>>(keys, scope.context.budget);
    const { places, first, last } = spread(input, inner, groups, axisColumn, axis, start);
    const groupsFound = groups.all();
    if (groupsFound.length === 0 && nonempty && keys.length === 0) groups.find(noRow);
    return groups.all().map(({ keys: values, state = new Map() }): Cells => {
      const [from, to] = [axis.start ?? first(state), axis.end ?? last(state)];
      const axisValues = from === undefined || to === undefined ? [] : valuesOf(from, to, axis.step, node, scope);
      scope.context.budget.rows(1, axisValues.length * (outputs.length + 1));
      const series = outputs.map(({ read, columns }, index) => {
        const [column] = columns;
        return axisValues.map((place): Dynamic => {
          const found = state.get(places(place));
          const value = found === undefined ? undefined : read(found.results())[0];
          return value === undefined ? (defaults[index] ?? 0) : toDynamic(value ?? null, column?.type ?? 'real');
        });
      });
      return [...values, ...series, axisValues.map((place) => toDynamic(place, axisColumn.type))];
    });
  });
}

/** Puts each row into the bin of its place. */
function spread(
  input: Plan,
  scope: ReturnType<typeof overRows>,
  groups: ReturnType<typeof createGroups<Map<unknown, Accumulators>>>,
  axisColumn: { readonly evaluate: (row: Row) => Value },
  { start: low, end: high, step, origin }: Axis,
  start: () => Accumulators,
) {
  const binOf = (place: number | bigint) =>
    typeof place === 'bigint' && typeof step === 'bigint'
      ? typeof origin === 'bigint'
        ? origin + floorTo(place - origin, step)
        : floorTo(place, step)
      : Number(origin ?? 0) + Math.floor((Number(place) - Number(origin ?? 0)) / Number(step)) * Number(step);
  eachRow(scope, input.rows(), (row) => {
    const place = axisColumn.evaluate(row);
    if (typeof place !== 'number' && typeof place !== 'bigint') return;
    const group = groups.find(row);
    group.state ??= new Map();
    if ((low !== undefined && place < low) || (high !== undefined && place >= high)) return;
    const bin = binOf(place);
    const known = group.state.get(bin) ?? start();
    group.state.set(bin, known);
    known.add(row);
  });
  const sorted = (state: Map<unknown, Accumulators>) =>
    [...state.keys()].map((each) => each as number | bigint).sort((left, right) => (left < right ? -1 : 1));
  return {
    places: (place: number | bigint) => binOf(place),
    first: (state: Map<unknown, Accumulators>) => sorted(state)[0],
    last: (state: Map<unknown, Accumulators>) => {
      const bin = sorted(state).at(-1);
      return bin === undefined ? undefined : plus(bin, step);
    },
  };
}

function plus(place: number | bigint, step: number | bigint): number | bigint {
  return typeof place === 'bigint' ? place + BigInt(step) : place + Number(step);
}

function valuesOf(
  from: number | bigint,
  to: number | bigint,
  step: number | bigint,
  node: Syntax,
  scope: Scope,
): (number | bigint)[] {
  const values: (number | bigint)[] = [];
  for (let place = from; place < to; place = plus(place, step)) {
    if (values.length >= longestSeries) throw refused('A series has at most 1,048,576 values.', node, scope);
    values.push(place);
  }
  return values;
}

function axisOf(range: Syntax, scope: Scope): Axis {
  const bound = (name: string) => {
    const clause = part(range, name);
    const value = clause && scalar(partOf(clause, 'Expression'), scope).evaluate(noRow);
    return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
  };
  const step = bound('MakeSeriesStepClause');
  if (step === undefined || step <= 0) throw refused('The step has to be above 0.', range, scope);
  const start = bound('MakeSeriesFromClause');
  return { start, end: bound('MakeSeriesToClause'), step, origin: start };
}

/** `in range(start, stop, step)`: bins as `bin` makes them, and the last one that begins at or before the stop belongs to it. */
function axisInRange(range: Syntax, scope: Scope): Axis {
  const [start, stop, step] = listOf(partOf(range, 'Arguments'), 'Expressions').map(
    (each) => scalar(each, scope).evaluate(noRow) as number | bigint | null,
  );
  if (start === undefined || start === null || stop === undefined || stop === null || !step || step <= 0)
    throw refused('`range` needs two ends and a step above 0.', range, scope);
  return { start: binned(start, step), end: plus(binned(stop, step), step), step, origin: undefined };
}

function binned(place: number | bigint, step: number | bigint): number | bigint {
  if (typeof place === 'bigint' && typeof step === 'bigint') return floorTo(place, step);
  return Math.floor(Number(place) / Number(step)) * Number(step);
}

/** What stands where no row is: 0, unless `default=` says something else. */
function defaultOf(node: Syntax, scope: Scope): Dynamic {
  const clause = part(node, 'DefaultExpression');
  if (clause === undefined) return 0;
  const { type, evaluate } = scalar(partOf(clause, 'Expression'), scope);
  return toDynamic(evaluate(noRow), type satisfies ScalarType);
}
