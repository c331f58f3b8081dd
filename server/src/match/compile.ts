import type { Expression, Item } from '../sigma/expression.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { cheapestFirst } from './cost.ts';
import type { Event } from './event.ts';
import { createFrame, enter, type Frame } from './frame.ts';
import { allOf, anyOf, compileItem, type Question } from './item.ts';
import { type MatchOptions, meaningOf } from './meaning.ts';

/**
 * A detection rule as a predicate over events in Sigma's field names (`normalizeEvent` makes them). Everything is
 * compiled here, once; the predicate keeps nothing between two calls. Throws `UnmatchableRuleError`, with the place in the
 * rule, for a rule with an error among its problems, a placeholder without a value, a regular expression that RE2 cannot
 * run, and for rules that are no detections.
 */
export function compileMatcher(rule: SigmaRule, options: MatchOptions = {}): (event: Event) => boolean {
  const frame = createFrame();
  const question = compileExpression(meaningOf(rule, options), frame);
  return (event) => {
    enter(frame, event);
    return question();
  };
}

/** `questionOf` compiles the items, on the same frame. */
export function compileExpression(
  expression: Expression,
  frame: Frame,
  questionOf: (item: Item) => Question = (item) => compileItem(item, frame),
): Question {
  const questionsOf = (operands: readonly Expression[]): Question[] =>
    cheapestFirst(operands).map((operand) => compileExpression(operand, frame, questionOf));
  switch (expression.kind) {
    case 'and':
      return allOf(questionsOf(expression.operands));
    case 'or':
      return anyOf(questionsOf(expression.operands));
    case 'not': {
      const question = compileExpression(expression.operand, frame, questionOf);
      return () => !question();
    }
    case 'selection':
      return compileExpression(expression.operand, frame, questionOf);
    case 'item':
      return questionOf(expression);
  }
}
