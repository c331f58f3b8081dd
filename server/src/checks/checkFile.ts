import type { Problem, Severity } from '../problem.ts';
import type { SigmaFile } from '../sigma/parse.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import type { Check, CheckContext } from './check.ts';
import { schemaFindings } from './schemaFindings.ts';
import { checks } from './table.ts';

export interface CheckOptions {
  /** Severities by the id of a check or of a parser's problem, instead of the usual ones; `off` silences it. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
}

/**
 * All that is wrong with a file, in the order of the text, one problem for each cause: what the parsers found, and
 * what the checks find in each rule. Offsets are those of `file.text`.
 */
export function checkFile(file: SigmaFile, { severities = {} }: CheckOptions = {}): Problem[] {
  const active = checks.filter((check) => severities[check.id] !== 'off');
  const found = file.rules.flatMap((rule) => checkRule(file, rule, active));
  const problems = [...file.problems, ...found.filter((problem) => !isCovered(problem, file.problems))];
  return problems.flatMap((problem) => withSeverity(problem, severities[problem.code])).sort(byPlace);
}

function checkRule(file: SigmaFile, rule: SigmaRule, active: readonly Check[]): Problem[] {
  const context: CheckContext = { file, rule, schemaFindings: schemaFindings(rule) };
  const problems: Problem[] = [];
  for (const check of active) {
    let count = 0;
    check.run(context, (finding) => {
      count += 1;
      if (count <= maximumOfFindings) problems.push({ code: check.id, severity: check.severity, ...finding });
    });
  }
  return problems;
}

/** Of one check in one rule: a list of a hundred thousand equal values is one mistake. */
const maximumOfFindings = 100;

/** A parser that stumbles over a place has said already what the schema would say about it less well. */
function isCovered(problem: Problem, parsers: readonly Problem[]): boolean {
  return (
    schemaCodes.has(problem.code) &&
    parsers.some(
      ({ severity, range }) =>
        severity === 'error' && range.start <= problem.range.end && problem.range.start <= range.end,
    )
  );
}

const schemaCodes = new Set(['missing-key', 'wrong-type', 'empty-value']);

function withSeverity(problem: Problem, severity: Severity | 'off' | undefined): Problem[] {
  if (severity === 'off') return [];
  return [severity === undefined ? problem : { ...problem, severity }];
}

function byPlace(first: Problem, second: Problem): number {
  return first.range.start - second.range.start || first.range.end - second.range.end;
}
