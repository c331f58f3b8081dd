import type { Problem } from '../problem.ts';
import { limits } from './limits.ts';

/**
 * Problems in order of place, each once (what an alias repeats would be found again), at most as many as anybody can
 * read; errors are kept before warnings.
 */
export function bounded(problems: readonly Problem[]): Problem[] {
  const sorted = problems
    .toSorted((first, second) => first.range.start - second.range.start || first.range.end - second.range.end)
    .filter((problem, index, all) => !isSame(problem, all[index - 1]));
  if (sorted.length <= limits.fileProblems) return sorted;
  const errors = sorted.filter((problem) => problem.severity === 'error').slice(0, limits.fileProblems);
  let room = limits.fileProblems - errors.length;
  const kept = new Set(errors);
  return sorted.filter((problem) => kept.has(problem) || (problem.severity !== 'error' && room-- > 0));
}

function isSame(problem: Problem, before: Problem | undefined): boolean {
  return (
    before !== undefined &&
    before.code === problem.code &&
    before.range.start === problem.range.start &&
    before.range.end === problem.range.end &&
    before.message === problem.message
  );
}
