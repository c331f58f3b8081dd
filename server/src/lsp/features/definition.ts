import { contains, type Range } from '../../range.ts';
import type { ConditionNode } from '../../sigma/condition.ts';
import type { SigmaDocument } from '../documents.ts';
import { conditionNodeAt, selectionsOf } from './conditionNodes.ts';
import { ruleAt } from './ruleAt.ts';

/** Where the selections stand that a word of the condition names. */
export function definitions({ file }: SigmaDocument, offset: number): Range[] {
  const rule = ruleAt(file, offset);
  if (!rule || rule.kind === 'correlation') return [];
  const tree = rule.conditions.find(({ range }) => contains(range, offset))?.tree;
  const node = tree && conditionNodeAt(tree, offset);
  const names = node ? nameOf(node) : undefined;
  return names === undefined ? [] : selectionsOf(names, rule.selections).map(({ nameRange }) => nameRange);
}

function nameOf(node: ConditionNode): string | undefined {
  if (node.kind === 'identifier') return node.name;
  return node.kind === 'quantified' ? node.pattern : undefined;
}
