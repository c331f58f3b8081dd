import type { Expression } from '../sigma/expression.ts';
import { resolvePlaceholders } from '../sigma/placeholders.ts';
import type { Logsource, SigmaRule } from '../sigma/rule.ts';
import { UnmatchableRuleError, unmatchable } from '../sigma/unmatchable.ts';

export interface MatchOptions {
  /** Values for `%name%` under `expand`; a placeholder that is not among them makes the rule unmatchable. */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
}

/** The expression that a rule is matched by. Throws `UnmatchableRuleError` where there is none. */
export function meaningOf(rule: SigmaRule, options: MatchOptions): Expression {
  if (rule.kind === 'correlation') {
    throw unmatchable(
      'correlation-not-matched',
      'A correlation counts events over time; one event alone cannot match it.',
      rule.range,
    );
  }
  if (rule.kind === 'filter') {
    throw unmatchable(
      'filter-not-matched',
      'A filter changes other rules; it matches no events by itself.',
      rule.range,
    );
  }
  const error = rule.problems.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new UnmatchableRuleError(error);
  if (rule.expression === undefined) {
    throw unmatchable('rule-without-meaning', 'The rule has no detection that could be matched.', rule.range);
  }
  if (!hasLogsource(rule.logsource)) {
    const message =
      'The rule does not say which events it is about. Add a `logsource` with a category, product or service.';
    throw unmatchable('rule-without-meaning', message, rule.title?.range ?? rule.range);
  }
  return resolved(rule.expression, options);
}

/** Mandatory by the specification ("LogSource"); pySigma refuses a rule without one of the three. */
function hasLogsource({ category, product, service }: Logsource): boolean {
  return category !== undefined || product !== undefined || service !== undefined;
}

/** The expression with the placeholders that have values replaced; an empty list of values is none. */
export function resolved(expression: Expression, { placeholders }: MatchOptions): Expression {
  if (placeholders === undefined) return expression;
  const given = Object.entries(placeholders).filter(([, values]) => values.length > 0);
  return resolvePlaceholders(expression, Object.fromEntries(given));
}
