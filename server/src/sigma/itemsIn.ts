import type { Expression, Item } from './expression.ts';

/** All items of an expression, in the order in which they stand there; one that several selections share comes as often. */
export function itemsIn(expression: Expression): Item[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands.flatMap(itemsIn);
    case 'not':
    case 'selection':
      return itemsIn(expression.operand);
    case 'item':
      return [expression];
  }
}
