import { print } from '../kql/print.ts';
import { compileMatcher } from '../match/compile.ts';
import type { DetectionRule } from '../sigma/rule.ts';
import { itemsIn } from './items.ts';
import { createPlacer } from './place.ts';
import type { Obstacle, Reading, ReadingOptions, Sample, Translated } from './reading.ts';
import { runOnRows } from './runOnRows.ts';

/**
 * What the rule says of the events, and what its query says of the same events laid out as rows of one table. Throws
 * `UnmatchableRuleError` as `compileMatcher` does, and the signal's reason.
 */
export async function readBoth(
  rule: DetectionRule,
  { query, mapping }: Translated,
  samples: readonly Sample[],
  { run, contradiction = () => undefined, signal, progress }: ReadingOptions,
): Promise<readonly Reading[] | Obstacle> {
  const matches = compileMatcher(rule);
  const place = createPlacer(mapping, rule.expression === undefined ? [] : itemsIn(rule.expression));
  const { text } = print(query);
  const readings: Reading[] = [];
  for (let start = 0; start < samples.length; start += atOnce) {
    progress?.(start / samples.length);
    const placed = samples.slice(start, start + atOnce).map(({ event, original = event }, index) => {
      const reason = contradiction(event);
      return reason === undefined
        ? { event, ...place({ event, original }, start + index) }
        : { event, kind: 'unplaced' as const, reason };
    });
    const rows = placed.flatMap((each) => (each.kind === 'unplaced' ? [] : [each.row]));
    const found = await runOnRows(text, rows, { query, mapping, run, signal });
    if ('obstacle' in found) return found;
    for (const each of placed) {
      if (each.kind === 'unplaced') readings.push({ kind: 'unplaced', rule: matches(each.event), reason: each.reason });
      else {
        const answer = { query: found.has(each.row), row: each.row };
        readings.push(
          each.kind === 'row' ? { kind: 'row', ...answer } : { kind: 'compared', rule: matches(each.event), ...answer },
        );
      }
    }
  }
  return readings;
}

/** Rows are copied to another thread; with so many at a time it is heard of in between. */
const atOnce = 20_000;
