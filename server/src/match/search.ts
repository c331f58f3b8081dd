import type { TextPredicate } from './wildcard.ts';

/**
 * Whether a text contains any of many needles, in one pass: two neighbouring characters of each needle decide where it is
 * worth comparing. For a few needles searching for one after the other is faster.
 */
export function containsAnyOf(needles: readonly string[]): TextPredicate {
  const long = needles.filter(({ length }) => length >= 2);
  if (needles.length < fewest || long.length < needles.length) return oneByOne(needles);
  /** The number of a pair's list; 0 for a pair that no needle has. Small enough to stay in the processor's first cache. */
  const listOf = new Uint16Array(bucketCount);
  const lists: { needle: string; offset: number }[][] = [[]];
  for (const needle of new Set(needles)) {
    const offset = anchorOf(needle);
    const bucket = bucketOf(needle.charCodeAt(offset), needle.charCodeAt(offset + 1));
    if (listOf[bucket] === 0) listOf[bucket] = lists.push([]) - 1;
    lists[listOf[bucket] ?? 0]?.push({ needle, offset });
  }
  return (text) => {
    let first = text.charCodeAt(0);
    for (let position = 1; position < text.length; position++) {
      const second = text.charCodeAt(position);
      const list = listOf[bucketOf(first, second)] ?? 0;
      first = second;
      if (list === 0) continue;
      for (const { needle, offset } of lists[list] ?? []) {
        if (position > offset && text.startsWith(needle, position - 1 - offset)) return true;
      }
    }
    return false;
  };
}

const fewest = 16;
const bucketCount = 4096;

function bucketOf(first: number, second: number): number {
  return (first * 61 + second) & (bucketCount - 1);
}

/** The pair with the fewest of the characters that command lines and paths are full of; the first of several. */
function anchorOf(needle: string): number {
  let best = 0;
  let bestScore = Number.POSITIVE_INFINITY;
  for (let offset = 0; offset + 1 < needle.length; offset++) {
    const score = commonness(needle.charAt(offset)) + commonness(needle.charAt(offset + 1));
    if (score < bestScore) {
      best = offset;
      bestScore = score;
    }
  }
  return best;
}

/** Higher for characters that command lines and paths are full of. */
export function commonness(character: string): number {
  const rank = ' e\\tinsorcamd.-l/xpwu"=:'.indexOf(character);
  return rank < 0 ? 0 : 30 - rank;
}

function oneByOne(needles: readonly string[]): TextPredicate {
  return (text) => {
    for (const needle of needles) if (text.includes(needle)) return true;
    return false;
  };
}
