import path from 'node:path';
import { normalizeEvent } from '../events/normalize.ts';
import { kindCheck } from '../fixtures/eventKind.ts';
import { eventPaths } from '../fixtures/find.ts';
import { titleOf } from '../fixtures/runRule.ts';
import { eventBatches } from '../host/eventBatches.ts';
import { filesPath, nodeFiles } from '../host/nodeFiles.ts';
import { createLineIndex } from '../lineIndex.ts';
import { compileRules, type RuleSet } from '../match/many/compileRules.ts';
import { applyFilters } from '../sigma/applyFilters.ts';
import type { Placeholders } from '../sigma/placeholders.ts';
import type { FilterRule, SigmaRule } from '../sigma/rule.ts';
import type { ExitCode } from './command.ts';
import { brokenFilters } from './filters.ts';
import { displayPath, findingLine } from './finding.ts';
import type { Output } from './output.ts';
import { ruleFiles } from './ruleFiles.ts';

export interface FolderRun {
  /** Files and folders. */
  readonly rules: readonly string[];
  /** Event files and folders. */
  readonly events: readonly string[];
  readonly filters: readonly FilterRule[];
  readonly placeholders: Placeholders;
  readonly format: 'text' | 'json';
}

/**
 * Runs all rules of files and folders at once on event files of any size: one line for each event that matches, as soon as it is
 * read. In JSON each is an object. What cannot be run or read is said, and the rest goes on.
 */
export async function matchFolder(run: FolderRun, output: Output): Promise<ExitCode> {
  const { rules, errors } = readRules(run);
  const matchesOf = compileRules(
    rules.map(({ rule }) => rule),
    {
      placeholders: run.placeholders,
      appliesTo: ({ logsource }) => {
        const contradiction = kindCheck(logsource);
        return (event) => contradiction(event) === undefined;
      },
    },
  );
  for (const { index, rule, problem } of matchesOf.refused) {
    errors.push(`${rules[index]?.path}: error: ${titleOf(rule)}: ${problem.message}`);
  }
  let [events, hits] = [0, 0];
  for (const file of await eventPaths(
    run.events.map((name) => filesPath(path.resolve(name))),
    nodeFiles(),
  )) {
    const found = await matchFile(file, matchesOf, run.format, output);
    events += found.events;
    hits += found.hits;
    errors.push(...found.errors);
  }
  for (const error of errors) output.error(error);
  output.error(`${rules.length - matchesOf.refused.length} rules: ${hits} of ${events} events match`);
  return errors.length === 0 && hits > 0 ? 0 : 1;
}

interface PlacedRule {
  readonly path: string;
  readonly rule: SigmaRule;
}

/** The rules with the filters that they have in their own files and in all others; the filters themselves are left out. */
function readRules({ rules: named, filters }: FolderRun): { rules: PlacedRule[]; errors: string[] } {
  const rules: (PlacedRule & { readonly here: readonly SigmaRule[] })[] = [];
  const errors: string[] = [];
  for (const file of ruleFiles(named)) {
    if (file.kind === 'bad') errors.push(...file.findings.map(findingLine));
    else {
      errors.push(...brokenFilters(file).map(findingLine));
      rules.push(...file.file.rules.map((rule) => ({ path: file.path, rule, here: file.file.rules })));
    }
  }
  const all = [...rules.flatMap(({ rule }) => (rule.kind === 'filter' ? [rule] : [])), ...filters];
  return {
    rules: rules
      .filter(({ rule }) => rule.kind !== 'filter')
      .map(({ path, rule, here }) => ({ path, rule: applyFilters(rule, all, here) })),
    errors,
  };
}

async function matchFile(
  file: string,
  matchesOf: RuleSet,
  format: 'text' | 'json',
  output: Output,
): Promise<{ events: number; hits: number; errors: string[] }> {
  const errors: string[] = [];
  const shown = displayPath(file);
  let [events, hits] = [0, 0];
  try {
    for await (const batch of eventBatches(file)) {
      const lines = createLineIndex(batch.text);
      const place = (offset: number): { line: number; column: number } => {
        const { line, character } = lines.positionAt(offset);
        return { line: batch.linesBefore + line + 1, column: character + 1 };
      };
      for (const { event, range } of batch.events) {
        const rules = matchesOf(normalizeEvent(event)).map(({ rule }) => titleOf(rule));
        if (rules.length > 0) {
          hits++;
          const { line, column } = place(range.start);
          if (format === 'json') output.line(JSON.stringify({ path: shown, event: events, line, column, rules }));
          else output.line(`${shown}:${line}:${column}: ${rules.join(', ')}`);
        }
        events++;
      }
      for (const { message, range } of batch.problems) {
        const { line, column } = place(range.start);
        errors.push(`${shown}:${line}:${column}: error: ${message}`);
      }
    }
  } catch (error) {
    errors.push(
      `${shown}:1:1: error: The file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return { events, hits, errors };
}
