import { constant, type Expression, folded, noRow } from '../expression.ts';
import { refused, type Scope, scalar } from '../scope.ts';
import { kindOf, listOf, nameOf, partOf, type Syntax, scalarTypeOf } from '../syntax.ts';
import { toDynamic, toText } from '../values/convert.ts';
import type { Dynamic, ScalarType, Value } from '../values/value.ts';
import { converted } from './comparison.ts';
import { columnOf } from './names.ts';

type Compile = (node: Syntax, scope: Scope) => Expression;

/** Functions that look at some of their arguments only, or at the columns around them. */
export const conditionals: ReadonlyMap<string, Compile> = new Map([
  ['iff', choose],
  ['iif', choose],
  ['case', choose],
  ['coalesce', coalesce],
  ['not', negate],
  ['isnull', (node: Syntax, scope: Scope) => nullTest(node, scope, true)],
  ['isnotnull', (node: Syntax, scope: Scope) => nullTest(node, scope, false)],
  ['notnull', (node: Syntax, scope: Scope) => nullTest(node, scope, false)],
  ['isempty', (node: Syntax, scope: Scope) => emptyTest(node, scope, true)],
  ['isnotempty', (node: Syntax, scope: Scope) => emptyTest(node, scope, false)],
  ['notempty', (node: Syntax, scope: Scope) => emptyTest(node, scope, false)],
  ['column_ifexists', columnIfExists],
  ['columnifexists', columnIfExists],
  ['iscolumnexists', isColumn],
  ['bag_pack_columns', packColumns],
  ['pack_all', packAll],
  ['materialize', (node: Syntax, scope: Scope) => only(node, scope)],
] satisfies [string, Compile][]);

export function argumentsOf(node: Syntax, scope: Scope): Expression[] {
  return listOf(partOf(node, 'ArgumentList'), 'Expressions').map((each) => scalar(each, scope));
}

function only(node: Syntax, scope: Scope): Expression {
  const [first] = argumentsOf(node, scope);
  if (first === undefined) throw refused('An argument is missing.', node, scope);
  return first;
}

/** Conditions and values by turns, and what else; a null condition counts as false. */
function choose(node: Syntax, scope: Scope): Expression {
  const given = argumentsOf(node, scope);
  const last = given.at(-1);
  if (last === undefined) throw refused('An argument is missing.', node, scope);
  const type = scalarTypeOf(node.ResultType) ?? last.type;
  const otherwise = converted(last, type);
  const branches = Array.from({ length: (given.length - 1) / 2 }, (_, index) => {
    const [condition, value] = given.slice(2 * index, 2 * index + 2);
    if (condition === undefined || value === undefined) throw refused('An argument is missing.', node, scope);
    return { holds: converted(condition, 'bool').evaluate, value: converted(value, type).evaluate };
  });
  return folded(type, given, (row) => {
    for (const { holds, value } of branches) if (holds(row) === true) return emptied(value(row), type);
    return emptied(otherwise.evaluate(row), type);
  });
}

function emptied(value: Value, type: ScalarType): Value {
  return value === null && type === 'string' ? '' : value;
}

/** The first that is not null; of strings, the first that is not empty (documentation: "coalesce"). */
function coalesce(node: Syntax, scope: Scope): Expression {
  const given = argumentsOf(node, scope);
  const type = scalarTypeOf(node.ResultType) ?? given[0]?.type ?? 'dynamic';
  const readers = given.map((each) => converted(each, type).evaluate);
  const missing = type === 'string' ? '' : null;
  return folded(type, given, (row) => {
    for (const read of readers) {
      const value = read(row);
      if (value !== null && value !== missing) return value;
    }
    return missing;
  });
}

function negate(node: Syntax, scope: Scope): Expression {
  const operand = converted(only(node, scope), 'bool');
  const { evaluate } = operand;
  return folded('bool', [operand], (row) => {
    const value = evaluate(row);
    return value === null ? null : value !== true;
  });
}

/** A string is never null. */
function nullTest(node: Syntax, scope: Scope, wanted: boolean): Expression {
  const operand = only(node, scope);
  const { type, evaluate } = operand;
  if (type === 'string') return folded('bool', [operand], () => !wanted);
  return folded('bool', [operand], (row) => (evaluate(row) === null) === wanted);
}

/** An empty string or null, of any type. */
function emptyTest(node: Syntax, scope: Scope, wanted: boolean): Expression {
  const operand = only(node, scope);
  const { type, evaluate } = operand;
  if (type === 'string') return folded('bool', [operand], (row) => (evaluate(row) === '') === wanted);
  return folded('bool', [operand], (row) => (toText(evaluate(row), type) === '') === wanted);
}

function columnIfExists(node: Syntax, scope: Scope): Expression {
  const [name, otherwise] = argumentsOf(node, scope);
  if (name === undefined || otherwise === undefined) throw refused('An argument is missing.', node, scope);
  return columnOf(String(name.evaluate(noRow)), scope.input) ?? otherwise;
}

function isColumn(node: Syntax, scope: Scope): Expression {
  const name = only(node, scope);
  if (!name.constant) throw refused('The name of the column has to be constant.', node, scope);
  return constant('bool', columnOf(String(name.evaluate(noRow)), scope.input) !== undefined);
}

/** The columns that are named as one bag. */
function packColumns(node: Syntax, scope: Scope): Expression {
  const columns = listOf(partOf(node, 'ArgumentList'), 'Expressions').map((each) => {
    if (kindOf(each) !== 'NameReference') throw refused('`bag_pack_columns` takes names of columns only.', each, scope);
    return { name: nameOf(each), value: scalar(each, scope) };
  });
  return folded(
    'dynamic',
    columns.map(({ value }) => value),
    (row) => Object.fromEntries(columns.map(({ name, value }) => [name, toDynamic(value.evaluate(row), value.type)])),
  );
}

/** All columns as one bag; with `true`, without those that are null or empty. */
function packAll(node: Syntax, scope: Scope): Expression {
  const [ignore] = argumentsOf(node, scope);
  const ignoreEmpty = ignore?.evaluate(noRow) === true;
  const columns = (scope.input?.columns ?? []).map(({ name, type }, index) => ({
    name,
    type,
    read: scope.input?.reader(index),
  }));
  return {
    type: 'dynamic',
    constant: false,
    evaluate: (row) => {
      const members: [string, Dynamic][] = [];
      for (const { name, type, read } of columns) {
        const value = read?.(row) ?? null;
        if (!ignoreEmpty || toText(value, type) !== '') members.push([name, toDynamic(value, type)]);
      }
      return Object.fromEntries(members);
    },
  };
}
