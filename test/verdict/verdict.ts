import { type Target, targets } from '../../server/src/catalog/target.ts';
import type { Query } from '../../server/src/kql/ast.ts';
import type { TableMapping } from '../../server/src/kql/tableMapping.ts';
import { translationOf } from '../../server/src/kql/translation.ts';
import { runKql } from '../../server/src/kusto/runKql.ts';
import type { DetectionRule } from '../../server/src/sigma/rule.ts';
import { compareOnTable } from '../../server/src/verdict/compareReadings.ts';
import type { SampleEvent } from './synthesise.ts';

/** The two readings of a rule on one event. */
export interface Disagreement {
  readonly target: Target;
  readonly query: string;
  readonly event: SampleEvent;
  readonly row: Readonly<Record<string, unknown>>;
  readonly matcher: boolean;
  readonly approximate: boolean;
}

export interface Verdicts {
  /** Events of which both readings gave a verdict, and the same. */
  agreed: number;
  /** Events that the matcher matched, among them. */
  hits: number;
  /** Events that cannot be laid out as rows that say the same. */
  unplaced: number;
  readonly disagreements: Disagreement[];
  /** What the evaluator could not run. */
  readonly problems: string[];
}

/** Runs the rule on the events, and for each target its query on the events laid out as rows. */
export async function compareReadings(rule: DetectionRule, events: readonly SampleEvent[]): Promise<Verdicts> {
  const verdicts: Verdicts = { agreed: 0, hits: 0, unplaced: 0, disagreements: [], problems: [] };
  for (const target of targets) {
    const { query, mapping, approximate } = translationOf(rule, { target });
    if (query === undefined || mapping === undefined) continue;
    await compareQuery(rule, { query, mapping, approximate }, events, verdicts);
  }
  return verdicts;
}

/** Runs the rule on the events, and its query on one table on the events laid out as rows of that. */
export async function compareQuery(
  rule: DetectionRule,
  { query, mapping, approximate }: { query: Query; mapping: TableMapping; approximate: boolean },
  events: readonly SampleEvent[],
  verdicts: Verdicts,
): Promise<void> {
  const { target } = mapping;
  const samples = events.map((event) => ({ event }));
  const compared = await compareOnTable(rule, { query, mapping }, samples, { run: runKql });
  const { query: text = '', readings, obstacle } = compared;
  if (obstacle !== undefined) verdicts.problems.push(`${target}: ${obstacle}\n${text}`);
  const disagreeing = new Set(compared.disagreements.map(({ sample }) => sample));
  for (const [index, reading] of readings.entries()) {
    const event = events[index];
    if (reading.kind !== 'compared' || event === undefined) verdicts.unplaced++;
    else if (disagreeing.has(index))
      verdicts.disagreements.push({ target, query: text, event, row: reading.row, matcher: reading.rule, approximate });
    else {
      verdicts.agreed++;
      if (reading.rule) verdicts.hits++;
    }
  }
}
