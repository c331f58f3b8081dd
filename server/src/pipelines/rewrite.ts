import type { Expression, Item, ItemValue, Test } from '../sigma/expression.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { itemMatches } from './matchItem.ts';
import type { ProcessingItem } from './pipeline.ts';
import { fail, mark, type Step, spend, wholeRule } from './run.ts';

/** What becomes of an item: itself, something else, or nothing. */
export type Rewritten = Expression | 'dropped';

type About = Pick<ProcessingItem<unknown>, 'item' | 'field'>;

/**
 * Changes every item of the rule that the conditions are about, also in selections that the condition does not name. What
 * comes back as another object counts as changed by this step.
 */
export function rewriteItems(step: Step, about: About, change: (item: Item) => Rewritten): void {
  const { run } = step;
  rewriteRule(step, (item) => {
    if (!spend(step, 'looks', 1 + item.values.length) || !itemMatches(about, item, run)) return item;
    const changed = change(item);
    if (changed !== item && changed !== 'dropped') mark(step, changed, item);
    return changed;
  });
}

/**
 * Changes the tests of the items that the conditions are about. `change` answers undefined for a test that stays as it
 * is, and otherwise what takes its place; several are joined by OR, since they stand for one value.
 */
export function rewriteTests(
  step: Step,
  about: About,
  change: (test: Test, item: Item, value: ItemValue) => readonly Test[] | undefined,
): void {
  rewriteItems(step, about, (item) => {
    let isChanged = false;
    const values = item.values.map((value): ItemValue => {
      let isOwn = false;
      const alternatives = value.alternatives.flatMap((test) => {
        const made = change(test, item, value);
        if (made === undefined || !spend(step, 'growth', made.length - 1)) return [test];
        isOwn = true;
        return made;
      });
      isChanged ||= isOwn;
      return isOwn ? { ...value, alternatives } : value;
    });
    return isChanged ? { ...item, values } : item;
  });
}

function rewriteRule(step: Step, change: (item: Item) => Rewritten): void {
  const { run } = step;
  const { rule } = run;
  if (rule.kind === 'correlation') return;
  const known = new Map<Expression, Rewritten>();
  const rewrite = (expression: Expression): Rewritten => {
    const found = known.get(expression);
    if (found !== undefined) return found;
    const result = expression.kind === 'item' ? change(expression) : rewriteParts(expression, rewrite);
    known.set(expression, result);
    return result;
  };
  const { expression, ...bare } = rule;
  const meaning = expression === undefined ? undefined : rewrite(expression);
  if (meaning === 'dropped') fail(step, 'leaves nothing of the rule’s condition.', wholeRule(rule));
  const selections = rule.selections.map((selection) => {
    if (selection.expression === undefined) return selection;
    const { expression: own, ...rest } = selection;
    const made = rewrite(own);
    return made === 'dropped' ? rest : { ...rest, expression: made };
  });
  run.rule = {
    ...bare,
    selections,
    ...(meaning !== undefined && meaning !== 'dropped' && { expression: meaning }),
  } as SigmaRule;
}

/** What has lost all of its parts is dropped itself; what has lost some goes on without them (pySigma). */
function rewriteParts(
  expression: Exclude<Expression, Item>,
  rewrite: (expression: Expression) => Rewritten,
): Rewritten {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const operands = expression.operands.map(rewrite);
      if (operands.every((operand, index) => operand === expression.operands[index])) return expression;
      // An item that became several of its kind stands beside the others, lest trees grow with every renaming.
      const left = operands.flatMap((operand, index) => {
        if (operand === 'dropped') return [];
        const isSpread = operand.kind === expression.kind && expression.operands[index]?.kind === 'item';
        return isSpread && operand.kind === expression.kind ? operand.operands : [operand];
      });
      return left.length === 0 ? 'dropped' : { ...expression, operands: left };
    }
    case 'not':
    case 'selection': {
      const operand = rewrite(expression.operand);
      if (operand === expression.operand || operand === 'dropped') return operand === 'dropped' ? operand : expression;
      return { ...expression, operand };
    }
  }
}
