import type { Item, Measure } from './item.ts';

/**
 * A stretch of time in which a correlation holds, again and again: all windows that meet its condition and have an item
 * in common. `start` and `end` are positions among the group's items.
 */
export interface Run {
  readonly start: number;
  readonly end: number;
  /** Each time the condition held: the items that this added to the run, `from` and `to` included. */
  readonly completions: readonly { readonly from: number; readonly to: number }[];
}

/**
 * The runs of one group. A window ends at an item and reaches back over `span`, both ends included (as in pySigma's own
 * matcher); it is judged when all items of that moment are in it. Each item enters and leaves the measure once.
 */
export function slide(items: readonly Item[], span: number, measure: Measure): Run[] {
  const windows: Window[] = [];
  let start = 0;
  for (const [end, item] of items.entries()) {
    measure.add(item);
    if (items[end + 1]?.time === item.time) continue;
    for (let oldest = items[start]; oldest !== undefined && oldest.time < item.time - span; oldest = items[start]) {
      measure.remove(oldest);
      start++;
    }
    if (measure.holds(item.time - span)) windows.push({ start, end });
  }
  return coalesce(windows);
}

/** Positions of the first and the last item. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/**
 * One run for windows that overlap: an attack that goes on is one alert, not one for each event after the threshold.
 * The windows are in the order of their ends, and their starts ascend too.
 */
export function coalesce(windows: readonly Window[]): Run[] {
  const runs: { start: number; end: number; completions: { from: number; to: number }[] }[] = [];
  for (const { start, end } of windows) {
    const last = runs.at(-1);
    if (last !== undefined && start <= last.end) {
      last.completions.push({ from: last.end + 1, to: end });
      last.end = end;
    } else runs.push({ start, end, completions: [{ from: start, to: end }] });
  }
  return runs;
}
