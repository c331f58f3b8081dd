import { asimParser } from '../catalog/asim.ts';
import type { Target } from '../catalog/target.ts';
import type { LogsourceKey } from '../catalog/taxonomy.ts';
import type { Problem } from '../problem.ts';
import type { DetectionRule } from '../sigma/rule.ts';
import type { Query } from './ast.ts';
import { bestTable } from './bestTable.ts';
import { ignoredParts } from './mappings.ts';
import { type QueryOptions, queryOf, requirementsMet } from './query.ts';
import { logsourceOf, ruleMappings } from './ruleMappings.ts';
import type { TableMapping } from './tableMapping.ts';
import { lackingField } from './translate/unmapped.ts';
import { unmappedLogsource } from './unmappedLogsource.ts';

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
  const { target } = options;
  return bestTable(
    mappings.map((mapping) => {
      const table = tableOf(rule, mapping, options);
      return {
        table,
        lacking: () => rule.expression && lackingField(rule.expression, { target, mapping, table }),
        translation: () => attempt(rule, table, mapping, options),
      };
    }),
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

function attempt(rule: DetectionRule, table: string, mapping: TableMapping, options: TranslationOptions): Translation {
  const { target, strict = false } = options;
  const logsource = logsourceOf(rule);
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

/** The name in the query. */
function tableOf(
  { processing }: DetectionRule,
  { table }: TableMapping,
  { asimFunctions = 'workspace' }: TranslationOptions,
): string {
  const parser = asimFunctions === 'workspace' ? asimParser(table)?.workspaceName : undefined;
  return processing?.queryTable ?? parser ?? table;
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
