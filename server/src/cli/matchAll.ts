import path from 'node:path';
import type { Target } from '../catalog/target.ts';
import { createEventCache } from '../fixtures/eventFile.ts';
import { runFile } from '../fixtures/run.ts';
import { filesPath, nodeFiles } from '../host/nodeFiles.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import type { Placeholders } from '../sigma/placeholders.ts';
import type { FilterRule } from '../sigma/rule.ts';
import type { ExitCode } from './command.ts';
import { filtersIn } from './filters.ts';
import { displayPath, findingLine, printable } from './finding.ts';
import { type Engine, type Readings, readingsOf, withRunner, writeReadings } from './matchReadings.ts';
import type { Output } from './output.ts';
import { type RuleFile, ruleFiles } from './ruleFiles.ts';

export interface ReadingsRun {
  /** Files and folders of rules. */
  readonly rules: readonly string[];
  /** Event files and folders. */
  readonly events: readonly string[];
  readonly filters: readonly FilterRule[];
  readonly placeholders: Placeholders;
  readonly pipelines: readonly Pipeline[];
  readonly engine: Exclude<Engine, 'rule'>;
  readonly target: Target;
  readonly format: 'text' | 'json';
}

/**
 * Runs the queries of the rules of many files on the same events, rule by rule, and says at the end how many agree. In
 * JSON each rule is an object on a line. Rules that have no query are told of, and are no failure.
 */
export async function matchAll(run: ReadingsRun, output: Output): Promise<ExitCode> {
  const files = [...ruleFiles(run.rules)];
  const sums = { rules: 0, compared: 0, disagreeing: 0, unread: 0, events: 0, matches: 0, errors: 0 };
  const fail = (line: string): void => {
    sums.errors++;
    output.error(line);
  };
  const broken = new Set<string>();
  await withRunner(async (comparing) => {
    const cache = createEventCache();
    const filters = [...filtersIn(files), ...run.filters];
    for (const file of files) {
      if (file.kind === 'bad') {
        for (const finding of file.findings) fail(findingLine(finding));
        continue;
      }
      const { ran, comparisons } = comparing(run, file.file.rules);
      const others = filters.filter((filter) => !file.file.rules.includes(filter));
      const result = await runFile({
        file: file.file,
        path: absolute(file.path),
        files: nodeFiles(),
        extraEvents: run.events.map(absolute),
        filters: others,
        placeholders: run.placeholders,
        mostListed: 0,
        cache,
        ran,
      });
      for (const { title, obstacle } of result.rules)
        if (obstacle !== undefined) fail(`${file.path}: error: ${title}: ${obstacle}`);
      for (const line of brokenEvents(result.files)) {
        if (!broken.has(line)) fail(line);
        broken.add(line);
      }
      const rules = { path: file.path, ...file.file };
      for (const readings of readingsOf(comparisons, run.target, result, rules, displayPath)) {
        count(sums, readings);
        write(readings, file, run, output);
      }
    }
  });
  output.error(summary(sums, run));
  return sums.errors === 0 && sums.disagreeing === 0 && sums.matches > 0 ? 0 : 1;
}

function absolute(file: string): string {
  return filesPath(path.resolve(file));
}

type EventFileRuns = Awaited<ReturnType<typeof runFile>>['files'];

/** The events are the same for all rules: what is wrong with their files is said once. */
function brokenEvents(files: EventFileRuns): string[] {
  return files.flatMap(({ path: file, problems }) =>
    problems.map(({ message }) => `${displayPath(file)}: error: ${message}`),
  );
}

interface Sums {
  rules: number;
  compared: number;
  disagreeing: number;
  unread: number;
  events: number;
  matches: number;
  errors: number;
}

function count(sums: Sums, { compared, rows, matches, disagreements, obstacle }: Readings): void {
  sums.rules++;
  sums.events += compared + rows;
  sums.matches += matches.length;
  if (obstacle !== undefined) sums.unread++;
  else if (compared > 0) sums.compared++;
  if (disagreements.length > 0) sums.disagreeing++;
}

function write(readings: Readings, file: RuleFile, { engine, format }: ReadingsRun, output: Output): void {
  const { rule, matches, obstacle } = readings;
  if (format === 'json') {
    output.line(JSON.stringify({ path: file.path, ...readings }));
    return;
  }
  for (const { path: events, line, column } of matches) output.line(`${events}:${line}:${column}: ${rule}`);
  if (obstacle !== undefined) output.error(printable(`${file.path}: note: ${rule}: ${obstacle}`));
  else if (readings.compared + readings.rows > 0) writeReadings([readings], engine, output);
}

function summary({ rules, compared, disagreeing, unread, events, matches }: Sums, run: ReadingsRun): string {
  const of = `${rules} ${rules === 1 ? 'rule' : 'rules'}`;
  const without = `${unread} without a query that can be run (${run.target})`;
  if (run.engine === 'query') return `${of}: their queries match ${matches} of ${events} events; ${without}`;
  return `${of}: ${compared - disagreeing} agree with their queries on all events that were compared, ${disagreeing} ${disagreeing === 1 ? 'disagrees' : 'disagree'}; ${without}`;
}
