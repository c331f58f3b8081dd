import type { Item } from './item.ts';
import { coalesce, type Run } from './slide.ts';

/**
 * Runs of items that follow each other in the order of the rules, all of them within `span`. Only items that are a part of
 * such a sequence are in the result; they are found by looking from both sides: how late a sequence up to here can have
 * begun, and how soon one from here can end. `count` is the number of rules.
 */
export function findSequences(
  items: readonly Item[],
  count: number,
  span: number,
): { readonly items: readonly Item[]; readonly runs: readonly Run[] } {
  const begins = latestBegins(items, count);
  const ends = earliestEnds(items, count);
  const parts: Item[] = [];
  const windows: { start: number; end: number }[] = [];
  let start = 0;
  for (const [index, item] of items.entries()) {
    const fits = (position: number, end: number): boolean =>
      end - (begins[index]?.get(position) ?? Number.NEGATIVE_INFINITY) <= span;
    if (!item.positions.some((position) => fits(position, ends[index]?.get(position) ?? Number.POSITIVE_INFINITY))) {
      continue;
    }
    const end = parts.push(item) - 1;
    while ((parts[start]?.time ?? item.time) < item.time - span) start++;
    if (item.positions.includes(count - 1) && fits(count - 1, item.time)) windows.push({ start, end });
  }
  return { items: parts, runs: coalesce(windows) };
}

/** For each item and each position that it has: the latest time at which a sequence up to it begins. */
function latestBegins(items: readonly Item[], count: number): ReadonlyMap<number, number>[] {
  const latest = new Array<number>(count).fill(Number.NEGATIVE_INFINITY);
  return items.map(({ time, positions }) => {
    const begins = positions.map((position): [number, number] => {
      return [position, position === 0 ? time : (latest[position - 1] ?? Number.NEGATIVE_INFINITY)];
    });
    for (const [position, begin] of begins) latest[position] = Math.max(latest[position] ?? begin, begin);
    return new Map(begins);
  });
}

/** For each item and each position that it has: the earliest time at which a sequence from it ends. */
function earliestEnds(items: readonly Item[], count: number): ReadonlyMap<number, number>[] {
  const earliest = new Array<number>(count).fill(Number.POSITIVE_INFINITY);
  const found = items.toReversed().map(({ time, positions }) => {
    const ends = positions.map((position): [number, number] => {
      return [position, position === count - 1 ? time : (earliest[position + 1] ?? Number.POSITIVE_INFINITY)];
    });
    for (const [position, end] of ends) earliest[position] = Math.min(earliest[position] ?? end, end);
    return new Map(ends);
  });
  return found.reverse();
}
