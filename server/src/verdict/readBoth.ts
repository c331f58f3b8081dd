import { inSlices } from '../fixtures/pace.ts';
import { print } from '../kql/print.ts';
import { compileMatcher } from '../match/compile.ts';
import { itemsIn } from '../sigma/itemsIn.ts';
import type { DetectionRule } from '../sigma/rule.ts';
import { createPlacer, type Place } from './place.ts';
import type { Obstacle, Reading, ReadingOptions, Row, Sample, Translated } from './reading.ts';
import { runOnRows } from './runOnRows.ts';

/**
 * What the rule says of the events, and what its query says of the same events laid out as rows of one table. Throws
 * `UnmatchableRuleError` as `compileMatcher` does, and the signal's reason.
 */
export async function readBoth(
  rule: DetectionRule,
  { query, mapping, text = print(query).text, added = [] }: Translated,
  samples: readonly Sample[],
  { run, contradiction = () => undefined, signal, progress }: ReadingOptions,
): Promise<readonly Reading[] | Obstacle> {
  const matches = compileMatcher(rule);
  const place = createPlacer(mapping, rule.expression === undefined ? [] : itemsIn(rule.expression));
  const readings: Reading[] = [];
  for (let start = 0; start < samples.length; start += atOnce) {
    progress?.(start / samples.length);
    const placed: (Place & { readonly rule: boolean })[] = [];
    const placeOne = (index: number): void => {
      const sample = samples[start + index];
      if (sample === undefined) return;
      const reason = contradiction(sample.event);
      const found: Place = reason === undefined ? place(sample, start + index) : { kind: 'unplaced', reason };
      const where = found.kind === 'laidOut' ? withAdded(found, added) : found;
      placed.push({ ...where, rule: matches(sample.event) });
    };
    await inSlices(Math.min(atOnce, samples.length - start), placeOne, { signal }, '');
    const rows = placed.flatMap((each) => (each.kind === 'unplaced' ? [] : [each.row]));
    const found = await runOnRows(text, rows, { query, mapping, run, signal });
    if ('obstacle' in found) return found;
    for (const each of placed) readings.push(readingOf(each, found));
  }
  return readings;
}

function withAdded(found: Extract<Place, { kind: 'laidOut' }>, added: readonly string[]): Place {
  const silent = added.find((column) => (found.row[column] ?? undefined) === undefined);
  if (silent === undefined) return found;
  return { kind: 'unplaced', reason: `a pipeline asks for \`${silent}\`, of which it says nothing` };
}

function readingOf(placed: Place & { readonly rule: boolean }, found: ReadonlyMap<Row, Row>): Reading {
  const { rule } = placed;
  switch (placed.kind) {
    case 'unplaced':
      return { kind: 'unplaced', rule, reason: placed.reason };
    case 'row':
      return { kind: 'row', query: found.has(placed.row), row: placed.row };
    case 'laidOut':
      return { kind: 'compared', rule, query: found.has(placed.row), row: placed.row };
  }
}

/** Rows are made and copied to another thread; with so many at a time nobody waits for long in between. */
const atOnce = 5_000;
