import type { Target } from '../../catalog/target.ts';
import type { LogsourceKey } from '../../catalog/taxonomy.ts';
import type { Problem } from '../../problem.ts';
import type { Range } from '../../range.ts';
import type { Scalar } from '../ast.ts';
import { bool } from '../build.ts';
import type { TableMapping } from '../mappings.ts';

/** One translation of a rule to one table: what it is about, and what is found on the way. */
export interface Context {
  readonly target: Target;
  readonly logsource: LogsourceKey;
  readonly mapping: TableMapping;
  /** The table as the query names it. */
  readonly table: string;
  readonly problems: Problem[];
  /** Columns that the query has to compute, by name. */
  readonly computed: Map<string, { readonly expression: string; readonly sources: readonly Range[] }>;
}

/** Something has no counterpart: there will be no query. The answer stands in for it while the rest is looked at. */
export function refuse(context: Context, code: string, message: string, range: Range): Scalar {
  report(context, { code, severity: 'error', message, range });
  return bool(false);
}

/** The value can never be in the column, which is as true of the rule's events: the query goes on without it. */
export function neverMatches(context: Context, message: string, range: Range): Scalar {
  report(context, { code: 'never-matches', severity: 'warning', message, range });
  return bool(false);
}

/** The query is near to the rule, and the message names the difference. */
export function approximate(context: Context, message: string, range: Range): void {
  report(context, { code: 'approximate-mapping', severity: 'information', message, range });
}

function report(context: Context, problem: Problem): void {
  const { code, message, range } = problem;
  const known = context.problems.some(
    (each) =>
      each.code === code &&
      each.message === message &&
      (code === 'approximate-mapping' || each.range.start === range.start),
  );
  if (!known) context.problems.push(problem);
}
