import { contains } from '../../range.ts';
import type { ConditionNode } from '../../sigma/condition.ts';
import { selectionTest } from '../../sigma/resolveCondition.ts';
import type { Selection } from '../../sigma/rule.ts';

/** The name or quantified pattern of a condition that holds the offset. */
export function conditionNodeAt(node: ConditionNode, offset: number): ConditionNode | undefined {
  if (!contains(node.range, offset)) return undefined;
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.operands.map((operand) => conditionNodeAt(operand, offset)).find((found) => found !== undefined);
    case 'not':
      return conditionNodeAt(node.operand, offset);
    case 'identifier':
    case 'quantified':
      return node;
  }
}

/** What a name or pattern selects. */
export function selectionsOf(pattern: string, selections: readonly Selection[]): readonly Selection[] {
  const matches = pattern === 'them' || pattern.includes('*') ? selectionTest(pattern) : undefined;
  return selections.filter(({ name }) => matches?.(name) ?? name === pattern);
}
