import { statSync } from 'node:fs';
import { targets } from '../catalog/target.ts';
import type { Command, ExitCode } from './command.ts';
import { filtersHelp, readFilters } from './filters.ts';
import { matchAll } from './matchAll.ts';
import { matchFolder } from './matchFolder.ts';
import { compared, run } from './matchOne.ts';
import { failed, type Outcome, outcome } from './matchOutcome.ts';
import { type Engine, engines, writeReadings } from './matchReadings.ts';
import type { Output } from './output.ts';
import { pipelinesHelp, readPipelines } from './pipelines.ts';
import { placeholdersHelp, readPlaceholders } from './placeholders.ts';
import { readRuleFile } from './ruleFiles.ts';
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
