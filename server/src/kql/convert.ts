import { asimParser } from '../catalog/asim.ts';
import { type Target, targets } from '../catalog/target.ts';
import type { LogsourceKey } from '../catalog/taxonomy.ts';
import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import type { DetectionRule, SigmaRule } from '../sigma/rule.ts';
import { mappingsFor, targetsOf } from './mappings.ts';
import type { SourceLink } from './page.ts';
import { print } from './print.ts';
import { queryOf, requirementsMet } from './query.ts';
import type { TableMapping } from './tableMapping.ts';

export interface ConvertOptions {
  readonly target: Target;
  /** ASIM's parsers by their names in the workspace (`imProcessCreate`, the default) or built in (`_Im_ProcessCreate`). */
  readonly asimFunctions?: 'workspace' | 'builtin';
}

export interface Conversion {
  readonly target: Target;
  /** Undefined when something has no translation; `problems` says what and where. */
  readonly query: string | undefined;
  /** What the query reads, as it names them. */
  readonly tables: readonly string[];
  /** The columns of its result, where they are not all columns of the table: those of a summary. */
  readonly columns?: readonly string[];
  readonly problems: readonly Problem[];
  /** From parts of the query to the rule, in UTF-16 code units of each; the parts nest, wider ones first. */
  readonly sourceMap: readonly SourceLink[];
  /** The query is near to the rule; `problems` of severity `information` name the differences. */
  readonly approximate: boolean;
}

/**
 * A detection rule as a KQL query that means the same. Of the tables that can answer the first is taken that has all of
 * the rule's fields. Nothing is guessed and nothing left out: what has no counterpart is an error, located in the rule,
 * and there is no query then.
 */
export function convertToKql(rule: SigmaRule, options: ConvertOptions): Conversion {
  const { target } = options;
  if (rule.kind !== 'detection') return refused(target, [untranslated(rule)]);
  const errors = rule.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || rule.expression === undefined) return refused(target, errors);
  const logsource = keyOf(rule);
  const mappings = mappingsFor(logsource, target).filter((mapping) => requirementsMet(rule, mapping));
  if (mappings.length === 0) return refused(target, [unmappedLogsource(rule, logsource, target)]);
  return best(
    mappings.map((mapping) => () => attempt(rule, logsource, mapping, options)),
    rule.logsource.range,
  );
}

/** The first that succeeds, with a word on why others were not taken, or of the failures the one with the fewest errors. */
function best(attempts: readonly (() => Conversion)[], range: Range): Conversion {
  const failures: Conversion[] = [];
  for (const attempt of attempts) {
    const conversion = attempt();
    if (conversion.query !== undefined) return withChoice(conversion, failures, range);
    failures.push(conversion);
  }
  return failures.reduce((least, each) => (errorsOf(each) < errorsOf(least) ? each : least));
}

function withChoice(conversion: Conversion, failures: readonly Conversion[], range: Range): Conversion {
  const [failure] = failures.filter(({ tables }) => tables[0] !== conversion.tables[0]);
  const reason = failure?.problems.find(({ severity }) => severity === 'error');
  if (reason === undefined) return conversion;
  const [because] = reason.message.split('. ');
  const message = `Read from \`${conversion.tables.join()}\`, because ${because}.`;
  return {
    ...conversion,
    problems: [...conversion.problems, { code: 'table-choice', severity: 'hint', message, range }],
  };
}

function errorsOf({ problems }: Conversion): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

function attempt(
  rule: DetectionRule,
  logsource: LogsourceKey,
  mapping: TableMapping,
  options: ConvertOptions,
): Conversion {
  const { target } = options;
  const table = nameOf(mapping, options);
  const { query, problems } = queryOf(rule, { target, logsource, mapping, table });
  if (query === undefined) return refused(target, problems, [table]);
  const { text, sourceMap } = print(query);
  const approximate = problems.some(({ code }) => code === 'approximate-mapping');
  return { target, query: text, tables: [table], problems, sourceMap, approximate };
}

function nameOf({ table }: TableMapping, { asimFunctions = 'workspace' }: ConvertOptions): string {
  return (asimFunctions === 'workspace' ? asimParser(table)?.workspaceName : undefined) ?? table;
}

function refused(target: Target, problems: readonly Problem[], tables: readonly string[] = []): Conversion {
  return { target, query: undefined, tables, problems, sourceMap: [], approximate: false };
}

function keyOf({ logsource: { category, product, service } }: DetectionRule): LogsourceKey {
  return { category: category?.value, product: product?.value, service: service?.value };
}

function untranslated(rule: Exclude<SigmaRule, DetectionRule>): Problem {
  const range: Range = rule.title?.range ?? rule.range;
  const message = `A ${rule.kind} rule is not translated to KQL yet, only detection rules are.`;
  return { code: 'not-translated', severity: 'error', message, range };
}

function unmappedLogsource(rule: DetectionRule, logsource: LogsourceKey, target: Target): Problem {
  const named = [logsource.product, logsource.category, logsource.service]
    .filter((name) => name !== undefined)
    .join(' ');
  const others = targetsOf(logsource).filter((other) => other !== target && targets.includes(other));
  const hint =
    others.length === 0
      ? 'No other target has one either.'
      : `There is one for ${others.map((other) => `\`${other}\``).join(' and ')}.`;
  const message = `The target \`${target}\` has no table for the log source \`${named}\`. ${hint}`;
  return { code: 'unmapped-logsource', severity: 'error', message, range: rule.logsource.range };
}
