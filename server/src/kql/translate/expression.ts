import type { Range } from '../../range.ts';
import type { Expression } from '../../sigma/expression.ts';
import type { Scalar } from '../ast.ts';
import { and, from, not, or } from '../build.ts';
import type { Context } from './context.ts';
import { itemPredicate } from './item.ts';

/** A part of a rule's meaning as a predicate on the table's rows. */
export function predicateOf(expression: Expression, context: Context): Scalar {
  switch (expression.kind) {
    case 'and':
      return joined(and(expression.operands.map((operand) => predicateOf(operand, context))), expression.range);
    case 'or':
      return joined(or(expression.operands.map((operand) => predicateOf(operand, context))), expression.range);
    case 'not':
      return from(not(predicateOf(expression.operand, context)), expression.range);
    case 'selection':
      return from(predicateOf(expression.operand, context), expression.range);
    case 'item':
      return itemPredicate(expression, context);
  }
}

/** A condition that has to be met, with the name of the selection that it is a part of. */
export interface Conjunct {
  readonly expression: Expression;
  readonly selection?: Range;
}

/** What a rule demands, one by one: a query has a line for each. */
export function conjuncts(expression: Expression, selection?: Range): Conjunct[] {
  if (expression.kind === 'and') return expression.operands.flatMap((operand) => conjuncts(operand, selection));
  if (expression.kind === 'selection') return conjuncts(expression.operand, expression.range);
  return [{ expression, ...(selection !== undefined && { selection }) }];
}

/** One that became a constant or a single operand has sources of its own. */
function joined(predicate: Scalar, source: Range): Scalar {
  return predicate.kind === 'bool' ? predicate : from(predicate, source);
}
