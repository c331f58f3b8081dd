import { columnOf } from '../compile/names.ts';
import type { Expression } from '../expression.ts';
import { type Cells, cellsPlan, once, type Plan, positions, type Reader, type Row } from '../plan.ts';
import { eachRow, notImplemented, overRows, refused, type Scope, scalar } from '../scope.ts';
import { type Column, columnsOf, impliedName, kindOf, listOf, nameOf, partOf, type Syntax } from '../syntax.ts';
import { type DynamicArray, isArray, type Value } from '../values/value.ts';
import { type Operator, piped } from './operator.ts';

/** `extend`, `project`, and the operators that keep, drop, rename or move columns. */
export const columnOperators: Readonly<Record<string, Operator>> = {
  ExtendOperator: piped(extend),
  SerializeOperator: piped((node, input, scope) => extend(node, { ...input, serialized: true }, scope)),
  ProjectOperator: piped(project),
  ProjectAwayOperator: piped(pick),
  ProjectKeepOperator: piped(pick),
  ProjectReorderOperator: piped(pick),
  ProjectByNamesOperator: piped(pick),
  ProjectRenameOperator: piped(rename),
};

/** The expressions of a list by the names of the columns that they make. */
export interface NamedExpression {
  readonly name: string;
  readonly expression: Expression;
}

/** The columns that the service gives the operator. */
export function outputOf(node: Syntax): Column[] {
  return columnsOf(node.ResultType);
}

/** A plan that computes each row anew; long texts and arrays that are computed count as memory. */
export function computed(
  columns: readonly Column[],
  expressions: readonly Expression[],
  input: Plan,
  scope: ReturnType<typeof overRows>,
): Plan {
  const readers = expressions.map(({ evaluate }) => evaluate);
  const makes = expressions.map(({ constant, stored }) => !constant && stored !== true);
  const { budget } = scope.context;
  return cellsPlan(
    columns,
    () => {
      const rows = input.rows();
      const made: Cells[] = new Array(rows.length);
      eachRow(scope, rows, (row, index) => {
        if ((index & 1023) === 0) budget.rows(Math.min(1024, rows.length - index), columns.length);
        const cells: Value[] = new Array(readers.length);
        for (let column = 0; column < readers.length; column++) {
          const value = readers[column]?.(row) ?? null;
          if (makes[column] && isLong(value)) budget.bytes(value.length * (typeof value === 'string' ? 1 : 8));
          cells[column] = value;
        }
        made[index] = cells;
      });
      return made;
    },
    input.serialized,
  );
}

function isLong(value: Value): value is string | DynamicArray {
  return (typeof value === 'string' || isArray(value)) && value.length > shortest;
}

const shortest = 256;

/** Each expression with the name that it says itself or that the service gives it, in the order of the output. */
export function namedExpressions(
  nodes: readonly Syntax[],
  output: readonly Column[],
  taken: ReadonlySet<string>,
  scope: Scope,
  nameOfNode: (node: Syntax) => string | undefined = ownName,
): NamedExpression[] {
  const said = new Set(nodes.flatMap((node) => nameOfNode(node) ?? []));
  const free = output.filter(({ name }) => !taken.has(name) && !said.has(name)).map(({ name }) => name);
  return nodes.flatMap((node): NamedExpression[] => {
    if (kindOf(node) === 'CompoundNamedExpression')
      throw notImplemented('Several names for one expression', node, scope);
    if (kindOf(node) === 'StarExpression') return starOf(scope);
    const name = nameOfNode(node) ?? free.shift();
    if (name === undefined) throw notImplemented('This column without a name', node, scope);
    return [{ name, expression: scalar(node, scope) }];
  });
}

/** The name that stands in the query: `Name = …`, or a column by itself. */
export function ownName(node: Syntax): string | undefined {
  const kind = kindOf(node);
  if (kind === 'SimpleNamedExpression') return nameOf(partOf(node, 'Name'));
  return kind === 'NameReference' ? nameOf(node) : undefined;
}

function starOf(scope: Scope): NamedExpression[] {
  return (scope.input?.columns ?? []).flatMap(({ name }) => {
    const expression = columnOf(name, scope.input);
    return expression === undefined ? [] : [{ name, expression }];
  });
}

function extend(node: Syntax, input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const output = outputOf(node);
  const taken = new Set(input.columns.map(({ name }) => name));
  const made = namedExpressions(listOf(node, 'Expressions'), output, taken, inner, replacedName);
  return extended(output, made, input, inner, node);
}

/** The column that an expression of `extend` makes or replaces, also where the name is only implied. */
function replacedName(node: Syntax): string | undefined {
  return ownName(node) ?? (impliedName(node) || undefined);
}

/** The columns of the output: those that are made here, and the input's, which are read from its rows as they are. */
export function extended(
  output: readonly Column[],
  made: readonly NamedExpression[],
  input: Plan,
  scope: ReturnType<typeof overRows>,
  node: Syntax,
): Plan {
  const places = new Map(made.map(({ name }, index) => [name, index]));
  const known = positions(input.columns);
  const readers: Reader[] = [];
  const columns = output.flatMap(({ name }): Column[] => {
    const place = places.get(name);
    const own = place === undefined ? undefined : made[place];
    if (place !== undefined && own !== undefined) {
      readers.push((row) => (row as LayeredRow).cells[place] ?? null);
      return [{ name, type: own.expression.type }];
    }
    const at = known.get(name);
    const column = at === undefined ? undefined : input.columns[at];
    // The service gives `scan` this column also where `with_match_id` does not ask for it; the documentation does not.
    if (column === undefined && name === 'match_id') return [];
    if (at === undefined || column === undefined) throw refused(`There is no column \`${name}\` here.`, node, scope);
    const read = input.reader(at);
    readers.push((row) => read((row as LayeredRow).base));
    return [column];
  });
  const cells = computed(
    made.map(({ name, expression }) => ({ name, type: expression.type })),
    made.map(({ expression }) => expression),
    input,
    scope,
  );
  const rows = once(() => {
    const bases = input.rows();
    return cells.rows().map((each, index): LayeredRow => ({ base: bases[index] ?? each, cells: each as Cells }));
  });
  const missing: Reader = () => null;
  return { columns, reader: (index) => readers[index] ?? missing, rows, serialized: input.serialized };
}

/** A row of the input with the values of the columns that were added to it. */
interface LayeredRow {
  readonly base: Row;
  readonly cells: Cells;
}

function project(node: Syntax, input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const output = outputOf(node);
  const made = namedExpressions(listOf(node, 'Expressions'), output, new Set(), inner);
  const columns = made.map(({ name, expression }, index) => ({
    name: output[index]?.name ?? name,
    type: expression.type,
  }));
  return computed(
    columns,
    made.map(({ expression }) => expression),
    input,
    inner,
  );
}

/** The service resolved names and wildcards already: its output has the columns that stay, in their order. */
function pick(node: Syntax, input: Plan): Plan {
  const known = positions(input.columns);
  const kept = outputOf(node).flatMap(({ name }) => known.get(name) ?? []);
  return viewed(input, kept, (index) => input.columns[index]?.name ?? '');
}

function rename(node: Syntax, input: Plan): Plan {
  const renamed = new Map(
    listOf(node, 'Expressions').map((each) => [nameOf(partOf(each, 'Expression')), nameOf(partOf(each, 'Name'))]),
  );
  const order = outputOf(node).map(({ name }) => name);
  const all = input.columns.map(({ name }, index) => ({ index, name: renamed.get(name) ?? name }));
  const byName = new Map(all.map(({ index, name }) => [name, index]));
  const kept = order.flatMap((name) => byName.get(name) ?? []);
  return viewed(input, kept, (index) => all[index]?.name ?? '');
}

/** The same rows seen through fewer or other columns. */
export function viewed(input: Plan, kept: readonly number[], nameAt: (index: number) => string): Plan {
  const columns = kept.map((index): Column => ({ name: nameAt(index), type: input.columns[index]?.type ?? 'dynamic' }));
  return {
    columns,
    reader: (index) => input.reader(kept[index] ?? -1),
    rows: input.rows,
    serialized: input.serialized,
  };
}
