import { contains } from '../../range.ts';
import type { DetectionRule, FilterRule, Selection } from '../../sigma/rule.ts';
import { conditionNodeAt, selectionsOf } from './conditionNodes.ts';
import { describeSelection } from './describe.ts';
import type { Hover } from './hoverResult.ts';
import { code } from './markdown.ts';

/** What the word of a condition under the cursor stands for. */
export function conditionHover(rule: DetectionRule | FilterRule, offset: number): Hover | undefined {
  const tree = rule.conditions.find(({ range }) => contains(range, offset))?.tree;
  const node = tree && conditionNodeAt(tree, offset);
  if (node?.kind === 'identifier') {
    const selection = rule.selections.find(({ name }) => name === node.name);
    return selection && { range: node.range, markdown: selectionMarkdown(selection) };
  }
  if (node?.kind !== 'quantified') return undefined;
  const held = selectionsOf(node.pattern, rule.selections);
  const quantity = node.quantifier === 'all' ? 'Each of these has to match' : 'At least one of these has to match';
  const list = held.map((selection) => `- ${code(selection.name)}: ${describeSelection(selection, code)}`);
  const markdown =
    held.length === 0
      ? `No selection is called ${code(node.pattern)}, so this part never matches.`
      : `${quantity}:\n\n${list.join('\n')}`;
  return { range: node.range, markdown };
}

/** A selection's name and what it holds. */
export function selectionMarkdown(selection: Selection): string {
  return `**${code(selection.name)}**: ${describeSelection(selection, code)}`;
}
