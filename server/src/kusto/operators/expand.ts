import { noRow } from '../expression.ts';
import { type Cells, cellsPlan, type Plan, positions, toCells } from '../plan.ts';
import { eachRow, overRows, refused, type Scope, scalar, subquery } from '../scope.ts';
import {
  type Column,
  impliedName,
  kindOf,
  listOf,
  nameOf,
  optionsOf,
  part,
  partOf,
  type Syntax,
  textOf,
  writtenType,
} from '../syntax.ts';
import { fromDynamic, typeOfDynamic } from '../values/convert.ts';
import { type Dynamic, isArray, isBag, isNumeric, type ScalarType, type Value } from '../values/value.ts';
import { outputOf } from './columns.ts';
import { type Operator, piped } from './operator.ts';

/** `mv-expand` and `mv-apply`: one row for each element of arrays and bags. */
export const expandOperators: Readonly<Record<string, Operator>> = {
  MvExpandOperator: piped(expand),
  MvApplyOperator: piped(apply),
};

interface Expanded {
  readonly name: string;
  readonly type: ScalarType;
  readonly items: (row: object) => readonly Dynamic[] | undefined;
}

interface Expansion {
  readonly parts: readonly Expanded[];
  readonly indexName: string | undefined;
  readonly limit: number;
}

function expansionOf(node: Syntax, scope: Scope): Expansion {
  const options = optionsOf(node);
  const bagKind = textOf(options.get('kind') ?? options.get('bagexpansion') ?? node).trim();
  const pairs = (options.has('kind') || options.has('bagexpansion')) && bagKind === 'array';
  const index = options.get('with_itemindex');
  const limitClause = part(node, 'RowLimitClause');
  const limit =
    limitClause === undefined ? Infinity : Number(scalar(partOf(limitClause, 'RowLimit'), scope).evaluate(noRow));
  return {
    parts: listOf(node, 'Expressions').map((each) => partOfExpansion(each, pairs, scope)),
    indexName: index && nameOf(index),
    limit,
  };
}

function partOfExpansion(node: Syntax, pairs: boolean, scope: Scope): Expanded {
  const expression = partOf(node, 'Expression');
  const { type, evaluate } = scalar(expression, scope);
  if (type !== 'dynamic') throw refused(`A \`${type}\` cannot be expanded.`, node, scope);
  const toType = part(node, 'ToTypeOf');
  const target = toType && writtenType(listOf(partOf(toType, 'TypeOf'), 'Types')[0]);
  return {
    name: kindOf(expression) === 'SimpleNamedExpression' ? nameOf(partOf(expression, 'Name')) : impliedName(expression),
    type: target ?? 'dynamic',
    items: (row) => itemsOf(evaluate(row) as Dynamic, pairs),
  };
}

/** A bag as one bag for each member, or as pairs of key and value; undefined for null. */
function itemsOf(value: Dynamic, pairs: boolean): readonly Dynamic[] | undefined {
  if (isArray(value)) return value;
  if (isBag(value)) {
    const members = Object.entries(value);
    return members.map(([key, member]) => (pairs ? [key, member] : { [key]: member }));
  }
  return value === null ? undefined : [value];
}

/** The expanded columns replace those of their names. Null makes one row, an empty array none (documentation: "mv-expand operator"). */
function expand(node: Syntax, input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const expansion = expansionOf(node, inner);
  const columns = expandedColumns(input, expansion, outputOf(node));
  const builder = rowBuilder(input, expansion, columns);
  return cellsPlan(
    columns,
    () => {
      const made: Cells[] = [];
      eachRow(inner, input.rows(), (row) => {
        const lists = expansion.parts.map(({ items }) => items(row));
        const count = Math.min(Math.max(...lists.map((each) => each?.length ?? 1)), expansion.limit);
        scope.context.budget.rows(count, columns.length);
        const none = lists.every((each) => each === undefined);
        for (let index = 0; index < count; index++) made.push(builder(row, lists, index, none));
      });
      return made;
    },
    input.serialized,
  );
}

function expandedColumns(input: Plan, { parts, indexName }: Expansion, output: readonly Column[]): Column[] {
  const known = new Map(input.columns.map(({ name, type }) => [name, type]));
  const free = output.filter(
    ({ name }) => !known.has(name) && name !== indexName && !parts.some((each) => each.name === name),
  );
  const made = new Map(parts.map(({ name, type }) => [name === '' ? (free.shift()?.name ?? '') : name, type]));
  return output.map(({ name, type }) => ({
    name,
    type: name === indexName ? 'long' : (made.get(name) ?? known.get(name) ?? type),
  }));
}

function rowBuilder(input: Plan, { parts, indexName }: Expansion, columns: readonly Column[]) {
  const known = positions(input.columns);
  const cellsOf = toCells(input);
  const unnamed = columns
    .filter(({ name }) => !known.has(name) && name !== indexName && !parts.some((each) => each.name === name))
    .map(({ name }) => name);
  const partNames = parts.map(({ name }) => (name === '' ? (unnamed.shift() ?? '') : name));
  return (row: object, lists: readonly (readonly Dynamic[] | undefined)[], index: number, none: boolean): Cells => {
    const cells = cellsOf(row);
    return columns.map(({ name, type }): Value => {
      if (name === indexName) return none ? null : index;
      const at = partNames.indexOf(name);
      if (at !== -1) return elementAs(lists[at]?.[index] ?? null, type);
      return cells[known.get(name) ?? -1] ?? null;
    });
  };
}

/**
 * Only a cast: what is of another type is null, and a text is not parsed as a number (documentation: "mv-expand
 * operator"). Only the types that JSON writes as texts are read from them.
 */
function elementAs(value: Dynamic, type: ScalarType): Value {
  if (value === null || type === 'dynamic' || type === 'string') return fromDynamic(value, type);
  const own = typeOfDynamic(value);
  const fits = own === type || (isNumeric(own) ? isNumeric(type) : own === 'string' && writtenAsText.has(type));
  return fits ? fromDynamic(value, type) : null;
}

const writtenAsText: ReadonlySet<ScalarType> = new Set<ScalarType>(['datetime', 'timespan', 'guid']);

/** The subquery runs on the elements of each row; its rows get the columns of that row. */
function apply(node: Syntax, input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const expansion = expansionOf(node, inner);
  const body = partOf(partOf(node, 'Subquery'), 'Expression');
  const replaced = new Set(expansion.parts.map(({ name }) => name));
  const extra: Column[] = [
    ...expansion.parts.map(({ name, type }) => ({ name, type })),
    ...(expansion.indexName === undefined ? [] : [{ name: expansion.indexName, type: 'long' as const }]),
  ];
  const itemColumns = [...input.columns.filter(({ name }) => !replaced.has(name)), ...extra];
  const itemOutput = expandedColumns(input, expansion, itemColumns);
  const builder = rowBuilder(input, expansion, itemOutput);
  const output = outputOf(node);
  return cellsPlan(
    output,
    () => {
      const made: Cells[] = [];
      const cellsOf = toCells(input);
      const known = positions(input.columns);
      eachRow(inner, input.rows(), (row) => {
        const lists = expansion.parts.map(({ items }) => items(row));
        const count = Math.min(Math.max(...lists.map((each) => each?.length ?? 1)), expansion.limit);
        scope.context.budget.rows(count, itemOutput.length);
        const none = lists.every((each) => each === undefined);
        const items = Array.from({ length: count }, (_, index) => builder(row, lists, index, none));
        const result = subquery(
          body,
          { ...scope, within: scope.within ?? rangeWithin(node, scope) },
          cellsPlan(itemOutput, () => items, true),
        );
        const own = positions(result.columns);
        const readers = output.map(({ name, type }) => {
          const at = own.get(name);
          if (at !== undefined) return result.reader(at);
          const outer = known.get(name);
          return () => (outer === undefined ? (type === 'string' ? '' : null) : (cellsOf(row)[outer] ?? null));
        });
        const rows = result.rows();
        scope.context.budget.rows(rows.length, output.length);
        for (const each of rows) made.push(readers.map((read) => read(each)));
      });
      return made;
    },
    input.serialized,
  );
}

function rangeWithin(node: Syntax, scope: Scope) {
  return { start: scope.start + node.TextStart, end: scope.start + node.End };
}
