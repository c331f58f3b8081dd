import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';

/** Thrown where a rule has no meaning that events could be matched with. `problem.range` is the place in the rule. */
export class UnmatchableRuleError extends Error {
  override readonly name = 'UnmatchableRuleError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** The error for one place of a rule; `code` is kebab-case, as with all problems. */
export function unmatchable(code: string, message: string, range: Range): UnmatchableRuleError {
  return new UnmatchableRuleError({ code, severity: 'error', message, range });
}
