import type { Problem } from '../problem.ts';
import { limits } from './limits.ts';

/** Problems in order of place, at most as many as anybody can read; errors are kept before warnings. */
export function bounded(problems: readonly Problem[]): Problem[] {
  const sorted = [...problems].sort((first, second) => first.range.start - second.range.start);
  if (sorted.length <= limits.fileProblems) return sorted;
  const errors = sorted.filter((problem) => problem.severity === 'error').slice(0, limits.fileProblems);
  let room = limits.fileProblems - errors.length;
  const kept = new Set(errors);
  return sorted.filter((problem) => kept.has(problem) || (problem.severity !== 'error' && room-- > 0));
}
