import type { Expression, Item } from '../sigma/expression.ts';

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

/** What stands for the whole event where a rule has keywords. */
export const wholeEvent = 'Message';

/** The fields that an item asks for. */
export function fieldsOf({ field = wholeEvent, values }: Item): string[] {
  const others = values.flatMap(({ alternatives }) =>
    alternatives.flatMap((test) => (test.kind === 'fieldref' ? [test.field] : [])),
  );
  return [field, ...others];
}
