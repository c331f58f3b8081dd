import type { Range } from '../../range.ts';
import type { Operator, Query, Scalar } from '../ast.ts';

/** The query with one place in the rule for all of its parts: that of a reference to a rule of another file. */
export function relocate(query: Query, place: Range): Query {
  return {
    table: query.table,
    tableSource: place,
    operators: query.operators.map((operator) => relocated(operator, place)),
  };
}

function relocated(operator: Operator, place: Range): Operator {
  switch (operator.kind) {
    case 'where':
      return { kind: 'where', predicate: { ...bare(operator.predicate), sources: [place] } };
    case 'extend': {
      const columns = operator.columns.map(({ name, value }) => ({ name, value: bare(value), sources: [place] }));
      return { kind: 'extend', columns };
    }
  }
}

/** Without any place. */
function bare(node: Scalar): Scalar {
  const { sources: _, ...rest } = node;
  switch (rest.kind) {
    case 'binary':
      return { ...rest, left: bare(rest.left), right: bare(rest.right) };
    case 'call':
      return { ...rest, arguments: rest.arguments.map(bare) };
    case 'in':
      return { ...rest, left: bare(rest.left), items: rest.items.map(({ sources: _, ...item }) => item) };
    case 'and':
    case 'or':
      return { ...rest, operands: rest.operands.map(bare) };
    case 'not':
      return { ...rest, operand: bare(rest.operand) };
    case 'column':
    case 'string':
    case 'number':
    case 'bool':
    case 'verbatim':
      return rest;
  }
}
