/**
 * The candidate that a mistyped word most likely means: the one with the fewest insertions, deletions, replacements and
 * swaps of neighbours (Damerau-Levenshtein), upper and lower case being the same; undefined when none is near. A third
 * of the word may differ, at most three characters.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const lower = word.toLowerCase();
  if (lower === '' || lower.length > 100) return undefined;
  let bound = Math.min(3, Math.max(1, Math.floor(lower.length / 3))) + 1;
  let best: string | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - lower.length) >= bound) continue;
    const distance = editDistance(lower, candidate.toLowerCase(), bound);
    if (distance < bound) {
      bound = distance;
      best = candidate;
      if (distance === 0) break;
    }
  }
  return best;
}

/** The distance, or `bound` as soon as it cannot be smaller. */
function editDistance(first: string, second: string, bound: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let row = 1; row <= first.length; row++) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= second.length; column++) {
      const same = first.charCodeAt(row - 1) === second.charCodeAt(column - 1);
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        first.charCodeAt(row - 1) === second.charCodeAt(column - 2) &&
        first.charCodeAt(row - 2) === second.charCodeAt(column - 1);
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest >= bound) return bound;
    beforeLast = last;
    last = current;
  }
  return Math.min(bound, last[second.length] ?? bound);
}
