import type { ConditionNode } from '../sigma/condition.ts';
import { selectionTest } from '../sigma/resolveCondition.ts';
import type { SigmaRule } from '../sigma/rule.ts';

/** The names of the selections that some condition has after a `not`: they take events out. */
export function negatedSelections(rule: SigmaRule): ReadonlySet<string> {
  if (rule.kind === 'correlation') return new Set();
  const found = new Set<string>();
  for (const { tree } of rule.conditions) if (tree !== undefined) collect(tree, false, rule.selections, found);
  return found;
}

function collect(
  node: ConditionNode,
  isNegated: boolean,
  selections: readonly { readonly name: string }[],
  found: Set<string>,
): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const operand of node.operands) collect(operand, isNegated, selections, found);
      return;
    case 'not':
      collect(node.operand, !isNegated, selections, found);
      return;
    case 'identifier':
      if (isNegated) found.add(node.name);
      return;
    case 'quantified': {
      const matches = selectionTest(node.pattern);
      if (isNegated) for (const { name } of selections) if (matches(name)) found.add(name);
    }
  }
}
