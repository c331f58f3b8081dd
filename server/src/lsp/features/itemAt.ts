import { contains } from '../../range.ts';
import type { Expression, Item } from '../../sigma/expression.ts';
import type { DetectionRule, FilterRule } from '../../sigma/rule.ts';

/** The `field|modifiers: values` that holds the offset. */
export function itemAt({ selections }: DetectionRule | FilterRule, offset: number): Item | undefined {
  for (const { expression, range } of selections) {
    const found = expression && contains(range, offset) ? search(expression, offset) : undefined;
    if (found) return found;
  }
  return undefined;
}

function search(expression: Expression, offset: number): Item | undefined {
  switch (expression.kind) {
    case 'item':
      return contains(expression.range, offset) ? expression : undefined;
    case 'and':
    case 'or':
      return expression.operands.map((operand) => search(operand, offset)).find((found) => found !== undefined);
    case 'not':
    case 'selection':
      return search(expression.operand, offset);
  }
}
