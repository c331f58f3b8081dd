import path from 'node:path';
import type { FileRun } from '../fixtures/result.ts';
import { runFile } from '../fixtures/run.ts';
import { filesPath, nodeFiles } from '../host/nodeFiles.ts';
import { createLineIndex } from '../lineIndex.ts';
import type { Command, ExitCode } from './command.ts';
import { findingLine } from './finding.ts';
import type { Output } from './output.ts';
import { type RuleFile, readRuleFile } from './ruleFiles.ts';
import { oneOf, parseArguments, WrongUseError } from './wrongUse.ts';

export const match: Command = {
  summary: 'run a rule on event files',
  help: `Usage: sigmasmith match RULE --events FILE… [--format text|json]

Runs the rules of a file on events: JSON, one object a line or several one after
the other, as they come from evtx_dump or with Sigma's own field names. Folders
are searched for .json, .jsonl and .ndjson files. A broken line is reported, and
the rest is read.

  --events FILE    an event file or folder; can be given several times, and
                   further ones may follow it
  --format FORMAT  text (the default): path:line:column: the rule that matches;
                   json: one object with the rules, the events and the errors

Exit codes: 0 some event matches; 1 none does, or something could not be run or
read; 2 wrong use.`,
  run: runMatch,
};

async function runMatch(args: string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args,
    allowPositionals: true,
    options: { events: { type: 'string', multiple: true }, format: { type: 'string', default: 'text' } },
  });
  const format = oneOf('format', values.format, ['text', 'json']);
  const [rulePath, ...more] = positionals;
  if (rulePath === undefined) throw new WrongUseError('The rule to run is missing.');
  if (values.events === undefined) throw new WrongUseError('--events is missing.');

  const rule = await readRuleFile(rulePath);
  const events = [...values.events, ...more];
  const result = rule.kind === 'bad' ? failed(rule) : outcome(rulePath, await run(rule, events), events);
  if (format === 'json') output.line(JSON.stringify(result, undefined, 2));
  else writeText(result, output);
  return result.errors.length === 0 && result.matches.length > 0 ? 0 : 1;
}

interface Outcome {
  readonly rules: readonly { readonly title: string; readonly events: number; readonly hits: number }[];
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
}

function run(rule: Extract<RuleFile, { kind: 'rules' }>, events: readonly string[]): Promise<FileRun> {
  const absolute = (file: string): string => filesPath(path.resolve(file));
  return runFile({
    file: rule.file,
    path: absolute(rule.path),
    files: nodeFiles(),
    extraEvents: events.map(absolute),
  });
}

function failed({ findings }: Extract<RuleFile, { kind: 'bad' }>): Outcome {
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
    rules: rules.map(({ title, events, hits }) => ({ title, events, hits })),
    matches: located
      .filter(({ matchedBy }) => matchedBy.length > 0)
      .map(({ place, matchedBy }) => ({ ...place, rules: matchedBy })),
    misses: located.flatMap(({ place, misses }) => misses.map(({ rule, text }) => ({ ...place, rule, reason: text }))),
    errors: [...obstacles, ...broken],
  };
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

function writeText({ rules, matches, errors }: Outcome, output: Output): void {
  for (const { path: file, line, column, rules: titles } of matches) {
    output.line(`${file}:${line}:${column}: ${titles.join(', ')}`);
  }
  for (const error of errors) output.error(error);
  for (const { title, hits, events } of rules) output.error(`${title}: ${hits} of ${events} events match`);
}
