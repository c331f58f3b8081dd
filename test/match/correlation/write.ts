import { type Alert, correlate, type TimedEvent } from '../../../server/src/match/correlation/correlate.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';

/** A detection that matches events whose `k` is its name. */
export function detection(name: string, more = ''): string {
  return `title: ${name}\nname: ${name}\n${more}logsource:\n    category: test\ndetection:\n    s:\n        k: ${name}\n    condition: s\n`;
}

/** A correlation called `corr`, from the lines below `correlation`; the text of the rules follows. */
export function correlation(lines: string, ...others: readonly string[]): string {
  return [`title: corr\n${named('corr', lines)}`, ...others].join('---\n');
}

export function named(name: string, lines: string): string {
  const indented = lines.trim().replace(/^/gm, '    ');
  return `title: ${name}\nname: ${name}\ncorrelation:\n${indented}\n`.replace(/^title: corr\n/, '');
}

/** Events at seconds. */
export function timed(...events: readonly (readonly [second: number, event: Record<string, unknown>])[]): TimedEvent[] {
  return events.map(([second, event]) => ({ timestamp: second * 1000, event }));
}

/** Such as `bob: 0 1 3`: the group's values and the positions of the alert's events. */
export function alertsOf(rules: string, events: readonly TimedEvent[]): string[] {
  return correlate(parseSigma(rules).rules, events).map(shown);
}

export function shown({ rule, group, events }: Alert): string {
  const values = Object.values(group).join(',');
  return `${rule === 'corr' ? '' : `${rule} `}${values}: ${events.join(' ')}`;
}
