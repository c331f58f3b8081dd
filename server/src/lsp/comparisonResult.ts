import { nameOf } from '../fixtures/paths.ts';
import type { Range } from '../range.ts';
import type { RuleComparison } from '../verdict/compareRuns.ts';
import { disagreementText } from '../verdict/disagreementText.ts';
import type { SigmaDocument } from './documents.ts';
import { toLspRange } from './positions.ts';
import type { ReadingComparison } from './protocol.ts';

/** A rule's comparison with its query, on the rule in the document. `title` is where stands what no item is to blame for. */
export function toComparison(
  document: SigmaDocument,
  { target, places, comparison }: RuleComparison,
  title: Range,
): ReadingComparison {
  const { readings, disagreements, table, obstacle } = comparison;
  const compared = readings.filter(({ kind }) => kind === 'compared').length;
  const groups = new Map<string, { readonly range: Range; readonly message: string; more: number }>();
  for (const disagreement of disagreements) {
    const place = places[disagreement.sample];
    const range = disagreement.culprit?.range ?? title;
    const key = `${range.start} ${range.end} ${disagreement.rule}`;
    const known = groups.get(key);
    if (known !== undefined) known.more++;
    else if (place !== undefined) {
      const event = `event ${place.index + 1} of \`${nameOf(place.path)}\``;
      groups.set(key, { range, message: disagreementText(event, disagreement, comparison), more: 0 });
    }
  }
  return {
    target,
    ...(table !== undefined && { table }),
    compared,
    agreed: compared - disagreements.length,
    disagreements: [...groups.values()].map(({ range, message, more }) => {
      const others = more === 0 ? '' : ` So it is with ${more} more ${more === 1 ? 'event' : 'events'}.`;
      return { message: message + others, range: toLspRange(document.lines, range) };
    }),
    passedOver: passedOver(readings),
    ...(obstacle !== undefined && { obstacle }),
  };
}

/** For the report of a run. */
export function comparisonLines(comparisons: readonly RuleComparison[]): string {
  if (comparisons.length === 0) return '';
  const lines = comparisons.flatMap(({ title, target, comparison }) => {
    const { readings, disagreements, table, obstacle } = comparison;
    if (obstacle !== undefined) return [`  ${title}: not compared: ${obstacle}`];
    const compared = readings.filter(({ kind }) => kind === 'compared').length;
    const agreed = `the query agrees on ${compared - disagreements.length} of ${compared} (${target}, ${table})`;
    const others = passedOver(readings).map(({ reason, events }) => `    ${events} not compared: ${reason}`);
    return [`  ${title}: ${agreed}`, ...others];
  });
  return `\n${['Rules and their queries', ...lines].join('\n')}\n`;
}

function passedOver(readings: RuleComparison['comparison']['readings']): ReadingComparison['passedOver'] {
  const reasons = new Map<string, number>();
  for (const reading of readings) {
    if (reading.kind === 'compared') continue;
    const reason = reading.kind === 'row' ? 'it is a row of the table, which only the query can read' : reading.reason;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return [...reasons].map(([reason, events]) => ({ reason, events }));
}
