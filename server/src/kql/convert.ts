import type { Target } from '../catalog/target.ts';
import type { Problem } from '../problem.ts';
import type { CorrelationRule, FilterRule, SigmaRule } from '../sigma/rule.ts';
import type { ColumnOrigins } from './correlations/columnOrigin.ts';
import { type CorrelationOptions, convertCorrelation } from './correlations/convertCorrelation.ts';
import { headerOf } from './header.ts';
import type { SourceLink } from './page.ts';
import { print } from './print.ts';
import { translationOf } from './translation.ts';

export interface ConvertOptions extends CorrelationOptions {
  /** The query begins with comments that say the rule's title, id and level. */
  readonly header?: boolean;
}

export interface Conversion {
  readonly target: Target;
  /** Undefined when something has no translation; `problems` says what and where. */
  readonly query: string | undefined;
  /** What the query reads, as it names them. */
  readonly tables: readonly string[];
  /** The columns of its result, where they are not all columns of the table: those of a summary. */
  readonly columns?: readonly string[];
  /** What fills those of a correlation's columns that its alerts are grouped by. */
  readonly origins?: ColumnOrigins;
  readonly problems: readonly Problem[];
  /** From parts of the query to the rule, in UTF-16 code units of each; the parts nest, wider ones first. */
  readonly sourceMap: readonly SourceLink[];
  /** The query is near to the rule; `problems` with the code `approximate-mapping` name the differences. */
  readonly approximate: boolean;
}

/**
 * A rule as a KQL query that means the same. Of the tables that can answer the first is taken that has all of the rule's
 * fields. A correlation needs the rules that it names, in `rules` and `otherRules`, and has a row for each alert. Nothing
 * is guessed and nothing left out: what has no counterpart is an error, located in the rule, and there is no query then.
 */
export function convertToKql(rule: SigmaRule, options: ConvertOptions): Conversion {
  const { target, header = false } = options;
  if (rule.kind === 'filter') return refused(target, untranslated(rule));
  if (rule.kind === 'correlation') return conversionOf(rule, options);
  const { query, tables, problems, approximate } = translationOf(rule, options);
  if (query === undefined) return { target, query, tables, problems, sourceMap: [], approximate: false };
  const { text, sourceMap } = print(header ? { ...query, comments: headerOf(rule) } : query);
  return { target, query: text, tables, problems, sourceMap, approximate };
}

function refused(target: Target, problem: Problem): Conversion {
  return { target, query: undefined, tables: [], problems: [problem], sourceMap: [], approximate: false };
}

function conversionOf(rule: CorrelationRule, options: ConvertOptions): Conversion {
  const { target, header = false } = options;
  const comments = header ? headerOf(rule) : [];
  const { query, tables, columns, origins, problems, sourceMap } = convertCorrelation(rule, { ...options, comments });
  if (query === undefined) return { target, query, tables, problems, sourceMap, approximate: false };
  const approximate = problems.some(({ code }) => code === 'approximate-mapping');
  return { target, query, tables, columns, origins, problems, sourceMap, approximate };
}

function untranslated(rule: FilterRule): Problem {
  const range = rule.title?.range ?? rule.range;
  const message = 'A filter has no query of its own: it is a part of those of the rules that it applies to.';
  return { code: 'not-translated', severity: 'error', message, range };
}
