import path from 'node:path';
import type { Target } from '../catalog/target.ts';
import type { FileRun } from '../fixtures/result.ts';
import { type RunOptions, runFile } from '../fixtures/run.ts';
import { filesPath, nodeFiles } from '../host/nodeFiles.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import type { Placeholders } from '../sigma/placeholders.ts';
import type { FilterRule } from '../sigma/rule.ts';
import { displayPath, type Outcome, outcome } from './matchOutcome.ts';
import { type Engine, type Readings, readingsOf, withRunner } from './matchReadings.ts';
import type { RuleFile } from './ruleFiles.ts';

/** Runs the rules' queries too. With the engine `query` only these count. */
export async function compared(
  rule: Extract<RuleFile, { kind: 'rules' }>,
  given: {
    readonly events: readonly string[];
    readonly filters: readonly FilterRule[];
    readonly placeholders: Placeholders;
    readonly pipelines: readonly Pipeline[];
    readonly engine: Engine;
    readonly target: Target;
  },
): Promise<Outcome> {
  const { events, filters, placeholders, engine, target } = given;
  const { fileRun, comparisons } = await withRunner(async (comparing) => {
    const { ran, comparisons: made } = comparing(given, rule.file.rules);
    return { fileRun: await run(rule, events, filters, placeholders, ran), comparisons: made };
  });
  const { path: file, file: parsed } = rule;
  const readings = readingsOf(comparisons, target, fileRun, { path: file, ...parsed }, (each) =>
    displayPath(each, events),
  );
  const byRule = outcome(file, fileRun, events);
  const errors = [
    ...byRule.errors,
    ...readings.flatMap(({ rule: title, obstacle }) =>
      obstacle === undefined ? [] : [`${file}: error: ${title}: ${obstacle}`],
    ),
  ];
  if (engine === 'both') return { ...byRule, matches: withRows(byRule, readings), errors, readings };
  return {
    rules: readings.map(({ rule: title, matches, compared: both, rows }) => {
      return { title, events: both + rows, hits: matches.length };
    }),
    matches: matchesOf(readings),
    misses: [],
    errors,
    readings,
  };
}

/** Runs the rules of a file on these events. */
export function run(
  rule: Extract<RuleFile, { kind: 'rules' }>,
  events: readonly string[],
  filters: readonly FilterRule[],
  placeholders: Placeholders,
  ran?: RunOptions['ran'],
): Promise<FileRun> {
  const absolute = (file: string): string => filesPath(path.resolve(file));
  return runFile({
    file: rule.file,
    path: absolute(rule.path),
    files: nodeFiles(),
    extraEvents: events.map(absolute),
    filters,
    placeholders,
    ran,
  });
}

/** Events that several rules match once. */
function matchesOf(readings: readonly Readings[]): Outcome['matches'] {
  const matches = new Map<string, Outcome['matches'][number]>();
  for (const { rule, matches: found } of readings) {
    for (const place of found) {
      const key = `${place.event} ${place.path}`;
      matches.set(key, { ...place, rules: [...(matches.get(key)?.rules ?? []), rule] });
    }
  }
  return [...matches.values()];
}

/** Rows of a table that only the query can read match by it. */
function withRows({ matches }: Outcome, readings: readonly Readings[]): Outcome['matches'] {
  if (readings.every(({ rows }) => rows === 0)) return matches;
  const known = new Set(matches.map(({ path: file, event }) => `${event} ${file}`));
  const disagreeing = new Set(
    readings.flatMap(({ disagreements }) => disagreements.map(({ path: file, event }) => `${event} ${file}`)),
  );
  const others = matchesOf(readings).filter(({ path: file, event }) => {
    const key = `${event} ${file}`;
    return !known.has(key) && !disagreeing.has(key);
  });
  return [...matches, ...others];
}
