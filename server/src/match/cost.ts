import type { Expression, Item, Test } from '../sigma/expression.ts';

/**
 * Operands in the order in which they are cheapest to ask; the answer does not depend on it. A rule that first looks at
 * the end of a path never searches most command lines.
 */
export function cheapestFirst(operands: readonly Expression[]): Expression[] {
  return [...operands].sort((left, right) => costOf(left) - costOf(right));
}

function costOf(expression: Expression): number {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands.reduce((sum, operand) => sum + costOf(operand), 0);
    case 'not':
    case 'selection':
      return costOf(expression.operand);
    case 'item':
      return itemCost(expression);
  }
}

/** Keywords read the whole event. */
function itemCost({ field, values }: Item): number {
  const tests = values.flatMap(({ alternatives }) => alternatives);
  return tests.reduce((sum, test) => sum + testCost(test), 0) * (field === undefined ? 20 : 1);
}

function testCost(test: Test): number {
  if (test.kind === 'regex') return 40;
  if (test.kind !== 'string') return 1;
  const [first] = test.pattern;
  return first?.kind === 'any' && test.pattern.length > 2 ? 10 : 2;
}
