import type { Fix, Problem } from '../../problem.ts';
import type { Range } from '../../range.ts';
import type { SigmaDocument } from '../documents.ts';

export interface ProblemFix {
  readonly problem: Problem;
  readonly fix: Fix;
  /** The problem has only this one, and it is no guess. */
  readonly isPreferred: boolean;
}

/** What mends the findings that touch a range. */
export function fixesAt(document: SigmaDocument, place: Range): ProblemFix[] {
  return problemsAt(document, place).flatMap((problem) => {
    const fixes = problem.fixes ?? [];
    return fixes.map((fix) => ({ problem, fix, isPreferred: fixes.length === 1 && fix.isGuess !== true }));
  });
}

/** The findings that touch a range. */
export function problemsAt({ problems }: SigmaDocument, { start, end }: Range): Problem[] {
  return problems.filter(({ range }) => range.start <= end && start <= range.end);
}
