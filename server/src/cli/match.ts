import { statSync } from 'node:fs';
import path from 'node:path';
import { type Target, targets } from '../catalog/target.ts';
import type { AlertRun, FileRun } from '../fixtures/result.ts';
import { type RunOptions, runFile } from '../fixtures/run.ts';
import { filesPath, nodeFiles } from '../host/nodeFiles.ts';
import { createLineIndex } from '../lineIndex.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import type { Placeholders } from '../sigma/placeholders.ts';
import type { FilterRule } from '../sigma/rule.ts';
import type { Command, ExitCode } from './command.ts';
import { filtersHelp, readFilters } from './filters.ts';
import { type Finding, findingLine } from './finding.ts';
import { matchAll } from './matchAll.ts';
import { matchFolder } from './matchFolder.ts';
import { type Engine, engines, type Readings, readingsOf, withRunner, writeReadings } from './matchReadings.ts';
import type { Output } from './output.ts';
import { pipelinesHelp, readPipelines } from './pipelines.ts';
import { placeholdersHelp, readPlaceholders } from './placeholders.ts';
import { type RuleFile, readRuleFile } from './ruleFiles.ts';
import { oneOf, parseArguments, WrongUseError } from './wrongUse.ts';

export const match: Command = {
  summary: 'run a rule on event files',
  help: `Usage: sigmasmith match RULE… --events FILE… [--filters PATH] [--placeholders FILE]
       [--engine rule|query|both --target TARGET [--pipeline FILE]]
       [--format text|json]

Runs the rules of a file on events: JSON, one object a line or several one after
the other, as they come from evtx_dump or with Sigma's own field names. Folders
are searched for .json, .jsonl and .ndjson files. A broken line is reported, and
the rest is read. Filters in the rule's own file apply. A correlation is run on all
events together, by their times, and matches the events of its alerts.

Instead of a rule a folder can be named, or several rules and folders: all their
rules run at once on events of any size, which are told as they are read, with
--format json one object a line. Correlations are not run then. With --engine query
or both the rules are read one after the other, and a last line says how many agree
with their queries; a rule that has no query is told of and is no failure.

  --events FILE    an event file or folder; can be given several times, and
                   further ones may follow it
  ${filtersHelp}
  ${placeholdersHelp}
  --engine ENGINE  rule (the default); query: each event is laid out as a row of the
                   table that the rule's query reads, and the query runs on it;
                   both: the two answers are compared for every event. Events that
                   are rows of that table run as they are. What no row can say is
                   counted and passed over.
  ${pipelinesHelp};
                   what it makes of the rules is the query
  --target TARGET  whose query: asim, xdr or workspace
  --format FORMAT  text (the default): path:line:column: the rule that matches;
                   json: one object with the rules, the events and the errors

Exit codes: 0 some event matches; 1 none does, the readings disagree, or something
could not be run or read; 2 wrong use.`,
  run: runMatch,
};

async function runMatch(args: string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args,
    allowPositionals: true,
    options: {
      events: { type: 'string', multiple: true },
      filters: { type: 'string', multiple: true, default: [] },
      placeholders: { type: 'string' },
      pipeline: { type: 'string', multiple: true, default: [] },
      engine: { type: 'string', default: 'rule' },
      target: { type: 'string' },
      format: { type: 'string', default: 'text' },
    },
  });
  const engine = oneOf('engine', values.engine, engines);
  const target = values.target === undefined ? undefined : oneOf('target', values.target, targets);
  const format = oneOf('format', values.format, ['text', 'json']);
  const [rulePath, ...more] = positionals;
  if (rulePath === undefined) throw new WrongUseError('The rule to run is missing.');
  if (values.events === undefined) throw new WrongUseError('--events is missing.');
  if (engine !== 'rule' && target === undefined)
    throw new WrongUseError(`--engine ${engine} needs a --target: ${targets.join(', ')}.`);
  if (engine === 'rule' && values.pipeline.length > 0)
    throw new WrongUseError('--pipeline changes queries: it needs --engine query or both.');

  const placeholders = readPlaceholders(values.placeholders);
  const others = rulesBeforeEvents(args, more);
  const rules = [rulePath, ...others];
  const events = [...values.events, ...more.slice(others.length)];
  const { filters, findings: filterFindings } = await readFilters(values.filters);
  const { pipelines, findings: pipelineFindings } = readPipelines(values.pipeline);
  const findings = [...filterFindings, ...pipelineFindings.filter(({ severity }) => severity === 'error')];
  if (findings.length === 0 && (rules.length > 1 || isFolder(rulePath))) {
    if (engine === 'rule' || target === undefined)
      return matchFolder({ rules, events, filters, placeholders, format }, output);
    return matchAll({ rules, events, filters, placeholders, pipelines, engine, target, format }, output);
  }
  const rule = readRuleFile(rulePath, true);
  const result =
    rule.kind === 'bad' || findings.length > 0
      ? failed([...(rule.kind === 'bad' ? rule.findings : []), ...findings])
      : engine === 'rule' || target === undefined
        ? outcome(rulePath, await run(rule, events, filters, placeholders), events)
        : await compared(rule, { events, filters, placeholders, pipelines, engine, target });
  if (format === 'json') output.line(JSON.stringify(result, undefined, 2));
  else writeText(result, engine, output);
  const agree =
    engine !== 'both' || result.readings?.every(({ disagreements }) => disagreements.length === 0) !== false;
  return agree && result.errors.length === 0 && result.matches.length > 0 ? 0 : 1;
}

/** Of several names those before `--events` are rules; what follows it are further event files. */
function rulesBeforeEvents(args: readonly string[], more: readonly string[]): readonly string[] {
  const at = args.findIndex((each) => each === '--events' || each.startsWith('--events='));
  const before = new Set(args.slice(0, at));
  const end = more.findIndex((each) => !before.has(each));
  return end === -1 ? more : more.slice(0, end);
}

function isFolder(named: string): boolean {
  return statSync(named, { throwIfNoEntry: false })?.isDirectory() === true;
}

interface Outcome {
  readonly rules: readonly {
    readonly title: string;
    readonly events: number;
    readonly hits: number;
    /** Of a correlation: how many, and the first hundred of them; events count from 0 in their files. */
    readonly alertCount?: number;
    readonly alerts?: readonly AlertRun[];
  }[];
  /** Lines and columns count from 1, events from 0. */
  readonly matches: readonly {
    readonly path: string;
    readonly event: number;
    readonly line: number;
    readonly column: number;
    readonly rules: readonly string[];
  }[];
  readonly misses: readonly {
    readonly path: string;
    readonly event: number;
    readonly line: number;
    readonly column: number;
    readonly rule: string;
    readonly reason: string;
  }[];
  /** As compilers write them. */
  readonly errors: readonly string[];
  /** With the engines `query` and `both`. */
  readonly readings?: readonly Readings[];
}

/** Runs the rules' queries too. With the engine `query` only these count. */
async function compared(
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

function run(
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

function failed(findings: readonly Finding[]): Outcome {
  return { rules: [], matches: [], misses: [], errors: findings.map(findingLine) };
}

function outcome(rulePath: string, { rules, files }: FileRun, named: readonly string[]): Outcome {
  const shown = files.map((file) => ({
    ...file,
    path: displayPath(file.path, named),
    lines: createLineIndex(file.text ?? ''),
  }));
  const located = shown.flatMap(({ path: file, lines, events }) =>
    events.map((event) => {
      const { line, character } = lines.positionAt(event.range.start);
      return { ...event, place: { path: file, event: event.index, line: line + 1, column: character + 1 } };
    }),
  );
  const obstacles = rules.flatMap(({ title, obstacle }) =>
    obstacle === undefined ? [] : [`${rulePath}: error: ${title}: ${obstacle}`],
  );
  const broken = shown.flatMap(({ path: file, lines, problems }) =>
    problems.map(({ message, range }) => {
      const { line, character } = lines.positionAt(range.start);
      return `${file}:${line + 1}:${character + 1}: error: ${message}`;
    }),
  );
  return {
    rules: rules.map(({ title, events, hits, alertCount, alerts = [] }) => ({
      title,
      events,
      hits,
      ...(alertCount !== undefined && { alertCount, alerts: alerts.map((alert) => displayAlert(alert, named)) }),
    })),
    matches: located
      .filter(({ matchedBy }) => matchedBy.length > 0)
      .map(({ place, matchedBy }) => ({ ...place, rules: matchedBy })),
    misses: located.flatMap(({ place, misses }) => misses.map(({ rule, text }) => ({ ...place, rule, reason: text }))),
    errors: [...obstacles, ...broken],
  };
}

function displayAlert({ events, ...alert }: AlertRun, named: readonly string[]): AlertRun {
  return { ...alert, events: events.map(({ path: file, index }) => ({ path: displayPath(file, named), index })) };
}

/** As the user wrote it; a file of a named folder below that name. */
function displayPath(absolute: string, named: readonly string[]): string {
  for (const name of named) {
    const relative = path.relative(path.resolve(name), absolute);
    if (relative === '') return name;
    if (!relative.startsWith('..') && !path.isAbsolute(relative)) return path.join(name, relative);
  }
  return absolute;
}

function writeText({ rules, matches, errors, readings = [] }: Outcome, engine: Engine, output: Output): void {
  for (const { path: file, line, column, rules: titles } of matches) {
    output.line(`${file}:${line}:${column}: ${titles.join(', ')}`);
  }
  for (const error of errors) output.error(error);
  writeReadings(readings, engine, output);
  if (engine === 'query') return;
  for (const { title, hits, events, alertCount } of rules) {
    const alerts = alertCount === undefined ? '' : `${alertCount} ${alertCount === 1 ? 'alert' : 'alerts'}, `;
    output.error(`${title}: ${alerts}${hits} of ${events} events match`);
  }
}
