import type { Accumulator } from '../aggregates/aggregate.ts';
import { aggregateFunction } from '../aggregates/table.ts';
import { columnOf } from '../compile/names.ts';
import type { Expression } from '../expression.ts';
import type { Plan, Row } from '../plan.ts';
import { notImplemented, refused, type Scope, scalar } from '../scope.ts';
import { type Column, columnsOf, kindOf, listOf, nameOf, partOf, type Syntax, scalarTypeOf } from '../syntax.ts';
import type { Value } from '../values/value.ts';

/** What a list of aggregating expressions makes of each group. */
export interface Aggregation {
  /** One for each expression; the columns of it, and how they are read from a group's results. */
  readonly outputs: readonly AggregateOutput[];
  readonly start: () => Accumulators;
}

export interface AggregateOutput {
  readonly columns: readonly Column[];
  readonly read: (results: Row) => readonly Value[];
}

export interface Accumulators {
  readonly add: (row: Row) => void;
  /** All results of the group, for `read`. */
  readonly results: () => Row;
}

/**
 * Compiles expressions such as `count()`, `x = max(a) - min(a)` and `arg_max(a, *)` over the rows of the input; the keys
 * are what they are grouped by.
 */
export function aggregation(
  nodes: readonly Syntax[],
  input: Plan,
  scope: Scope,
  keys: readonly Syntax[] = [],
): Aggregation {
  const slots: Slot[] = [];
  let width = 0;
  const register = (node: Syntax): Slot | undefined => {
    const made = accumulatorOf(node, input, scope, keys);
    if (made === undefined) return undefined;
    const slot: Slot = { ...made, at: width };
    slots.push(slot);
    width += slot.columns.length;
    return slot;
  };
  const inner: Scope = {
    ...scope,
    input,
    aggregate: (node) => {
      const slot = register(node);
      const [column] = slot?.columns ?? [];
      if (slot === undefined || column === undefined) return undefined;
      return { type: column.type, constant: false, evaluate: (row) => (row as readonly Value[])[slot.at] ?? null };
    },
  };
  const outputs = nodes.map((node) => outputOf(node, register, inner));
  return { outputs, start: () => started(slots, width) };
}

interface Slot {
  readonly make: () => Accumulator;
  readonly at: number;
  readonly columns: readonly Column[];
}

function outputOf(node: Syntax, register: (node: Syntax) => Slot | undefined, scope: Scope): AggregateOutput {
  const kind = kindOf(node);
  const named = kind === 'SimpleNamedExpression' || kind === 'CompoundNamedExpression';
  const bare = named ? partOf(node, 'Expression') : node;
  const slot = kindOf(bare) === 'FunctionCallExpression' ? register(bare) : undefined;
  if (slot !== undefined) {
    const names = declaredNames(node);
    const columns = slot.columns.map(({ name, type }, index) => ({ name: names[index] ?? name, type }));
    return { columns, read: (results) => (results as readonly Value[]).slice(slot.at, slot.at + columns.length) };
  }
  if (kind === 'CompoundNamedExpression') throw notImplemented('Several names for one expression', node, scope);
  const { type, evaluate } = scalar(bare, scope);
  return { columns: [{ name: declaredNames(node)[0] ?? '', type }], read: (results) => [evaluate(results)] };
}

/** `a = …` and `(a, b) = …`. */
function declaredNames(node: Syntax): string[] {
  const kind = kindOf(node);
  if (kind === 'SimpleNamedExpression') return [nameOf(partOf(node, 'Name'))];
  return kind === 'CompoundNamedExpression' ? listOf(partOf(node, 'Names'), 'Names').map(nameOf) : [];
}

function accumulatorOf(node: Syntax, input: Plan, scope: Scope, keys: readonly Syntax[]) {
  const name = nameOf(partOf(node, 'Name'));
  const aggregate = aggregateFunction(name);
  if (aggregate === undefined) return undefined;
  const nodes = listOf(partOf(node, 'ArgumentList'), 'Expressions');
  const given = nodes
    .filter((each) => kindOf(each) !== 'StarExpression')
    .map((each) => scalar(each, { ...scope, input }));
  const type = scalarTypeOf(node.ResultType) ?? given[0]?.type ?? 'dynamic';
  const star = nodes.some((each) => kindOf(each) === 'StarExpression');
  const named = columnsOf(node.ResultType);
  const only = star && given.length === 0 ? ungrouped(input, keys) : [{ name: '', type }];
  const columns = named.length > 0 ? named : only;
  const make = aggregate({
    given,
    columns,
    column: (column): Expression | undefined => columnOf(column, input),
    star,
    hold: scope.context.budget.bytes,
    refused: (message) => refused(message, node, scope),
  });
  return { make, columns };
}

/** What `*` means where the service names no columns, which is where one is left or none. */
function ungrouped(input: Plan, keys: readonly Syntax[]): Column[] {
  const grouped = new Set(
    keys
      .map((each) => (kindOf(each) === 'SimpleNamedExpression' ? partOf(each, 'Expression') : each))
      .flatMap((each) => (kindOf(each) === 'NameReference' ? [nameOf(each)] : [])),
  );
  return input.columns.filter(({ name }) => !grouped.has(name));
}

function started(slots: readonly Slot[], width: number): Accumulators {
  const accumulators = slots.map(({ make, at }) => ({ at, accumulator: make() }));
  const [only] = accumulators;
  const add =
    accumulators.length === 1 && only !== undefined
      ? only.accumulator.add
      : (row: Row) => {
          for (const { accumulator } of accumulators) accumulator.add(row);
        };
  const results = () => {
    const values: Value[] = new Array(width).fill(null);
    for (const { at, accumulator } of accumulators) {
      accumulator.results().forEach((value, index) => {
        values[at + index] = value;
      });
    }
    return values;
  };
  return { add, results };
}
