import type { Range } from '../../range.ts';
import type { SigmaDocument } from '../documents.ts';
import type { RuleRun } from '../protocol.ts';

export interface Lens {
  readonly range: Range;
  /** The rule's own. */
  readonly index: number;
  readonly title: string;
}

/** A way to run each rule, above its first line, with what its last run found. */
export function lenses({ file }: SigmaDocument, lastRun: readonly RuleRun[]): Lens[] {
  return file.rules.map(({ node, index }): Lens => {
    const result = lastRun.find((run) => run.index === index);
    const { start } = node.range;
    const title = ['▶ Run rule on sample events', ...(result ? resultInWords(result) : [])].join(' · ');
    return { range: { start, end: start }, index, title };
  });
}

function resultInWords({ hits, events, expectations, obstacle }: RuleRun): string[] {
  if (obstacle !== undefined) return ['not run'];
  const unmet = expectations.filter(({ met }) => !met).length;
  return [
    `${hits} of ${events} ${events === 1 ? 'event' : 'events'}`,
    ...(unmet > 0 ? [`${unmet} ${unmet === 1 ? 'expectation' : 'expectations'} unmet`] : []),
  ];
}
