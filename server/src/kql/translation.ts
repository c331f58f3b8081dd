import { asimParser } from '../catalog/asim.ts';
import { type Target, targets } from '../catalog/target.ts';
import type { LogsourceKey } from '../catalog/taxonomy.ts';
import { anyOf } from '../enumerate.ts';
import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import type { DetectionRule } from '../sigma/rule.ts';
import type { Query } from './ast.ts';
import { completions, ignoredParts, targetsOf } from './mappings.ts';
import { type QueryOptions, queryOf, requirementsMet } from './query.ts';
import { logsourceOf, ruleMappings } from './ruleMappings.ts';
import type { TableMapping } from './tableMapping.ts';

export interface TranslationOptions extends QueryOptions {
  readonly target: Target;
  /** ASIM's parsers by their names in the workspace (`imProcessCreate`, the default) or built in (`_Im_ProcessCreate`). */
  readonly asimFunctions?: 'workspace' | 'builtin';
  /** Tables that are tried before the others, the first one first. */
  readonly tables?: { readonly prefer: readonly string[] };
  /** What is only near to the rule is an error: there is no query then. */
  readonly strict?: boolean;
}

/** A rule on one table. */
export interface Translation {
  /** Undefined when something has no translation; `problems` says what and where. */
  readonly query: Query | undefined;
  /** The mapping that the query is made by; missing when no table was tried. */
  readonly mapping?: TableMapping;
  /** What the query reads, as it names them. */
  readonly tables: readonly string[];
  readonly problems: readonly Problem[];
  /** The query is near to the rule; `problems` with the code `approximate-mapping` name the differences. */
  readonly approximate: boolean;
}

/**
 * A detection rule as the syntax tree of a query. Of the tables that can answer the first is taken that has all of the
 * rule's fields; if none has, the problems are those of the table that lacks least.
 */
export function translationOf(rule: DetectionRule, options: TranslationOptions): Translation {
  const errors = rule.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || rule.expression === undefined) return refused(errors);
  const logsource = logsourceOf(rule);
  const { mappings: known, obstacle } = ruleMappings(rule, options.target);
  if (obstacle !== undefined) return refused([obstacle]);
  const mappings = preferred(known, options).filter((mapping) => requirementsMet(rule, mapping));
  if (mappings.length === 0) return refused([unmappedLogsource(rule, logsource, options.target, known)]);
  return best(
    mappings.map((mapping) => () => attempt(rule, logsource, mapping, options)),
    rule.logsource.range,
  );
}

function preferred(
  mappings: readonly TableMapping[],
  { tables: { prefer } = { prefer: [] } }: TranslationOptions,
): readonly TableMapping[] {
  if (prefer.length === 0) return mappings;
  const rank = ({ table }: TableMapping): number => {
    const found = prefer.findIndex((name) => name === table || name === asimParser(table)?.workspaceName);
    return found < 0 ? prefer.length : found;
  };
  return mappings.toSorted((one, other) => rank(one) - rank(other));
}

/** The first that succeeds, with a word on why others were not taken, or of the failures the one with the fewest errors. */
function best(attempts: readonly (() => Translation)[], range: Range): Translation {
  const failures: Translation[] = [];
  for (const attempt of attempts) {
    const translation = attempt();
    if (translation.query !== undefined) return withChoice(translation, failures, range);
    failures.push(translation);
  }
  return failures.reduce((least, each) => (errorsOf(each) < errorsOf(least) ? each : least));
}

function withChoice(translation: Translation, failures: readonly Translation[], range: Range): Translation {
  const [failure] = failures.filter(({ tables }) => tables[0] !== translation.tables[0]);
  const reason = failure?.problems.find(({ severity }) => severity === 'error');
  if (reason === undefined) return translation;
  const [because] = reason.message.split('. ');
  const message = `Read from \`${translation.tables.join()}\`, because ${because}.`;
  return {
    ...translation,
    problems: [...translation.problems, { code: 'table-choice', severity: 'hint', message, range }],
  };
}

function errorsOf({ problems }: Translation): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

function attempt(
  rule: DetectionRule,
  logsource: LogsourceKey,
  mapping: TableMapping,
  options: TranslationOptions,
): Translation {
  const { target, strict = false } = options;
  const table = rule.processing?.queryTable ?? nameOf(mapping, options);
  const { query, problems } = queryOf(rule, { target, logsource, mapping, table }, options);
  const all = [...unasked(rule, logsource, table), ...problems];
  const approximate = all.some(({ code }) => code === 'approximate-mapping');
  const tables = [table];
  if (!strict || !approximate) return { query, mapping, tables, problems: all, approximate };
  return { query: undefined, mapping, tables, problems: all.map(forbidden), approximate };
}

function forbidden(problem: Problem): Problem {
  if (problem.code !== 'approximate-mapping') return problem;
  return { ...problem, severity: 'error', message: `Only near to the rule, which is not wanted: ${problem.message}` };
}

function nameOf({ table }: TableMapping, { asimFunctions = 'workspace' }: TranslationOptions): string {
  return (asimFunctions === 'workspace' ? asimParser(table)?.workspaceName : undefined) ?? table;
}

function refused(problems: readonly Problem[]): Translation {
  return { query: undefined, tables: [], problems, approximate: false };
}

/** The words of the log source that no condition of the query stands for. */
function unasked({ logsource: written }: DetectionRule, logsource: LogsourceKey, table: string): Problem[] {
  return ignoredParts(logsource).map((part) => {
    const message = `\`${table}\` is searched whatever the ${part}: it does not tell which events are from \`${logsource[part]}\`.`;
    return {
      code: 'approximate-mapping',
      severity: 'information',
      message,
      range: written[part]?.range ?? written.range,
    };
  });
}

function unmappedLogsource(
  rule: DetectionRule,
  logsource: LogsourceKey,
  target: Target,
  known: readonly TableMapping[],
): Problem {
  const named = namesOf(logsource).join(' ');
  const others = targetsOf(logsource).filter((other) => other !== target && targets.includes(other));
  const message =
    known.length === 0
      ? `The target \`${target}\` has no table for the log source \`${named}\`. ${hintFor(logsource, others)}`
      : `The target \`${target}\` has no table for those events of the log source \`${named}\` that the rule asks for.`;
  return { code: 'unmapped-logsource', severity: 'error', message, range: rule.logsource.range };
}

function hintFor(logsource: LogsourceKey, others: readonly Target[]): string {
  if (others.length > 0) return `There is one for ${others.map((other) => `\`${other}\``).join(' and ')}.`;
  const fuller = completions(logsource).filter((each) => namesOf(each).length > namesOf(logsource).length);
  const missing = (['product', 'service', 'category'] as const).find(
    (part) => logsource[part] === undefined && fuller.some((each) => each[part] !== undefined),
  );
  if (missing === undefined) return 'No other target has one either.';
  const names = [...new Set(fuller.flatMap((each) => each[missing] ?? []))].slice(0, 6).map((name) => `\`${name}\``);
  return `There are tables for it by ${missing}: name one, such as ${anyOf(names)}.`;
}

function namesOf({ product, category, service }: LogsourceKey): string[] {
  return [product, category, service].filter((name) => name !== undefined);
}
