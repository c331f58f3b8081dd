import type { Problem } from '../../problem.ts';
import type { Expression } from '../../sigma/expression.ts';
import type { DetectionRule, SigmaRule } from '../../sigma/rule.ts';
import { UnmatchableRuleError } from '../../sigma/unmatchable.ts';
import { compileExpression } from '../compile.ts';
import type { Event } from '../event.ts';
import { createFrame, enter } from '../frame.ts';
import type { Question } from '../item.ts';
import { type MatchOptions, meaningOf } from '../meaning.ts';
import { compileCandidates } from './candidates.ts';
import { rememberItems } from './rememberItems.ts';

export interface ManyOptions extends MatchOptions {
  /**
   * Which events a rule is for at all, such as those of its log source; asked only about events that the rule's detection
   * matches. Without it a rule's log source is not looked at, as with `compileMatcher`.
   */
  readonly appliesTo?: (rule: DetectionRule) => (event: Event) => boolean;
}

/** A rule that an event matches. */
export interface Match {
  readonly rule: DetectionRule;
  /** The rule's position in the list that was compiled. */
  readonly index: number;
}

/** A rule that cannot be matched with events, for the reason with which `compileMatcher` would throw. */
export interface Refusal {
  readonly rule: SigmaRule;
  readonly index: number;
  readonly problem: Problem;
}

export interface RuleSet {
  /** The rules that match, in the order of the list. Keeps nothing between two calls. */
  (event: Event): Match[];
  readonly refused: readonly Refusal[];
}

/**
 * Many detection rules as one function over events. Its answer is that of `compileMatcher` for each rule by itself, but
 * most rules are not asked: one pass over an event's fields finds the literals that occur, and only a rule whose required
 * literals are all among them is evaluated. Equal items of different rules are evaluated once an event.
 */
export function compileRules(rules: readonly SigmaRule[], options: ManyOptions = {}): RuleSet {
  const frame = createFrame();
  const remembered = rememberItems(frame);
  const compiled: CompiledRule[] = [];
  const refused: Refusal[] = [];
  for (const [index, rule] of rules.entries()) {
    try {
      const expression = meaningOf(rule, options);
      if (rule.kind !== 'detection') continue;
      const question = compileExpression(expression, frame, remembered);
      compiled.push({ match: { rule, index }, expression, question, applies: options.appliesTo?.(rule) });
    } catch (error) {
      if (!(error instanceof UnmatchableRuleError)) throw error;
      refused.push({ rule, index, problem: error.problem });
    }
  }
  const candidatesOf = compileCandidates(
    compiled.map(({ expression }) => expression),
    frame,
  );
  const run = (event: Event): Match[] => {
    enter(frame, event);
    const matches: Match[] = [];
    for (const position of candidatesOf()) {
      const rule = compiled[position];
      if (rule?.question() && rule.applies?.(event) !== false) matches.push(rule.match);
    }
    return matches.length > 1 ? matches.sort((left, right) => left.index - right.index) : matches;
  };
  return Object.assign(run, { refused });
}

interface CompiledRule {
  readonly match: Match;
  readonly expression: Expression;
  readonly question: Question;
  readonly applies: ((event: Event) => boolean) | undefined;
}
