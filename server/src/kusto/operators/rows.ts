import { converted } from '../compile/comparison.ts';
import { type Expression, noRow } from '../expression.ts';
import { cellsPlan, type Plan, type Row, sameShape } from '../plan.ts';
import { eachRow, overRows, refused, type Scope, scalar } from '../scope.ts';
import { type Column, listOf, nameOf, part, partOf, type Syntax } from '../syntax.ts';
import { keyOf } from '../values/compare.ts';
import type { Value } from '../values/value.ts';
import { namedExpressions, outputOf } from './columns.ts';
import { createGroups } from './groups.ts';
import { type Operator, piped } from './operator.ts';

/** Operators that choose rows or count them. */
export const rowOperators: Readonly<Record<string, Operator>> = {
  FilterOperator: piped(filter),
  TakeOperator: piped((node, input, scope) => take(node, input, scope)),
  SampleOperator: piped(sample),
  SampleDistinctOperator: piped(sampleDistinct),
  CountOperator: piped(count),
  DistinctOperator: piped(distinct),
  GetSchemaOperator: piped(schema),
  AsOperator: piped(named),
  RenderOperator: piped((_node, input) => input),
  ConsumeOperator: piped((_node, input) => sameShape(input, () => [])),
};

/** Rows for which the condition is true; null is not. */
function filter(node: Syntax, input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const { evaluate } = converted(scalar(partOf(node, 'Condition'), inner), 'bool');
  return sameShape(input, () => {
    const kept: Row[] = [];
    eachRow(inner, input.rows(), (row) => {
      if (evaluate(row) === true) kept.push(row);
    });
    return kept;
  });
}

/** A number of rows that the operator is given. */
export function amount(node: Syntax, scope: Scope): () => number {
  const expression = scalar(node, scope);
  return () => {
    const value = expression.evaluate(noRow);
    if (typeof value !== 'number' && typeof value !== 'bigint') throw refused('A number is needed here.', node, scope);
    return Math.max(0, Number(value));
  };
}

function take(node: Syntax, input: Plan, scope: Scope): Plan {
  const limit = amount(partOf(node, 'Expression'), scope);
  return sameShape(input, () => input.rows().slice(0, limit()));
}

/** Kusto's sample is any rows; ours are spread evenly, so that a result can be repeated. */
function sample(node: Syntax, input: Plan, scope: Scope): Plan {
  const limit = amount(partOf(node, 'Expression'), scope);
  return sameShape(input, () => {
    const rows = input.rows();
    const wanted = Math.min(rows.length, Math.floor(limit()));
    return Array.from({ length: wanted }, (_, index) => rows[Math.floor((index * rows.length) / wanted)] as Row);
  });
}

function sampleDistinct(node: Syntax, input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const limit = amount(partOf(node, 'Expression'), scope);
  const value = scalar(partOf(node, 'OfExpression'), inner);
  const [column] = outputOf(node);
  return cellsPlan([{ name: column?.name ?? 'Column1', type: value.type }], () => {
    const found = new Map<unknown, Value>();
    eachRow(inner, input.rows(), (row) => {
      const own = value.evaluate(row);
      const key = keyOf(own, value.type);
      if (found.size < limit() && !found.has(key)) found.set(key, own);
    });
    return [...found.values()].map((each) => [each]);
  });
}

function count(node: Syntax, input: Plan): Plan {
  const name = part(node, 'AsIdentifier');
  const column: Column = { name: name === undefined ? 'Count' : nameOf(partOf(name, 'Identifier')), type: 'long' };
  return cellsPlan([column], () => [[input.rows().length]], true);
}

function distinct(node: Syntax, input: Plan, scope: Scope): Plan {
  const inner = overRows(scope, input);
  const made = namedExpressions(listOf(node, 'Expressions'), outputOf(node), new Set(), inner);
  const expressions: Expression[] = made.map(({ expression }) => expression);
  const columns = made.map(({ name, expression }, index) => ({
    name: outputOf(node)[index]?.name ?? name,
    type: expression.type,
  }));
  return cellsPlan(columns, () => {
    const groups = createGroups(expressions, scope.context.budget);
    eachRow(inner, input.rows(), (row) => groups.find(row));
    return groups.all().map(({ keys }) => keys);
  });
}

function schema(_node: Syntax, input: Plan): Plan {
  const columns: Column[] = [
    { name: 'ColumnName', type: 'string' },
    { name: 'ColumnOrdinal', type: 'int' },
    { name: 'DataType', type: 'string' },
    { name: 'ColumnType', type: 'string' },
  ];
  return cellsPlan(columns, () => input.columns.map(({ name, type }, index) => [name, index, netTypes[type], type]));
}

const netTypes: Readonly<Record<Column['type'], string>> = {
  string: 'System.String',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  bool: 'System.SByte',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  guid: 'System.Guid',
  dynamic: 'System.Object',
};

/** Binds the rows to a name that later parts of the query can use. */
function named(node: Syntax, input: Plan, scope: Scope): Plan {
  scope.names.own.set(nameOf(partOf(node, 'Name')), { kind: 'table', plan: () => input });
  return input;
}
