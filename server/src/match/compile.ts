import type { Expression } from '../sigma/expression.ts';
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

export function compileExpression(expression: Expression, frame: Frame): Question {
  switch (expression.kind) {
    case 'and':
      return allOf(cheapestFirst(expression.operands).map((operand) => compileExpression(operand, frame)));
    case 'or':
      return anyOf(cheapestFirst(expression.operands).map((operand) => compileExpression(operand, frame)));
    case 'not': {
      const question = compileExpression(expression.operand, frame);
      return () => !question();
    }
    case 'selection':
      return compileExpression(expression.operand, frame);
    case 'item':
      return compileItem(expression, frame);
  }
}
