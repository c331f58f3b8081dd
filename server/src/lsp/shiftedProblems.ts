import type { Problem } from '../problem.ts';

/**
 * The problems that were found in one text, where they stand in another that was made of it by one edit. What the edit
 * touches is left out: nobody knows whether it still holds.
 */
export function shiftedProblems(problems: readonly Problem[], before: string, after: string): readonly Problem[] {
  if (problems.length === 0 || before === after) return problems;
  const same = Math.min(before.length, after.length);
  let head = 0;
  while (head < same && before.charCodeAt(head) === after.charCodeAt(head)) head += 1;
  let tail = 0;
  while (
    tail < same - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail += 1;
  const moved = after.length - before.length;
  return problems.flatMap((problem): Problem[] => {
    const { start, end } = problem.range;
    if (end < head || (end === head && head === before.length)) return [problem];
    if (start > before.length - tail) return [{ ...problem, range: { start: start + moved, end: end + moved } }];
    return [];
  });
}
