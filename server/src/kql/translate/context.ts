import type { Target } from '../../catalog/target.ts';
import type { LogsourceKey } from '../../catalog/taxonomy.ts';
import type { Problem } from '../../problem.ts';
import type { Range } from '../../range.ts';
import type { Scalar } from '../ast.ts';
import { bool } from '../build.ts';
import type { Holder, TableMapping } from '../tableMapping.ts';

/** One translation of a rule to one table: what it is about, and what is found on the way. */
export interface Context {
  readonly target: Target;
  readonly logsource: LogsourceKey;
  readonly mapping: TableMapping;
  /** The table as the query names it. */
  readonly table: string;
  readonly termIndex: boolean;
  readonly watchlists: Readonly<Record<string, Watchlist>>;
  readonly problems: Problem[];
  /** What has been said already. */
  readonly reported: Set<string>;
  /** Columns that the query has to compute, by name. */
  readonly computed: Map<string, ComputedColumn>;
}

/** A list of values that a Sentinel workspace keeps. */
export interface Watchlist {
  readonly alias: string;
  readonly column: string;
}

export interface ComputedColumn {
  readonly expression: string;
  /** Another computed column that it reads. */
  readonly reads?: string;
  readonly within?: Holder;
  readonly sources: readonly Range[];
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

/** The query means what the rule means, if one thing about the table, or what else `code` says, is so. */
export function hint(context: Context, message: string, range: Range, code = 'table-choice'): void {
  report(context, { code, severity: 'hint', message, range });
}

/** A loss is told once, however often the rule uses the field; an error at each place. */
function report(context: Context, problem: Problem): void {
  const { code, message, range } = problem;
  const key = code === 'approximate-mapping' ? `${code} ${message}` : `${code} ${message} ${range.start}`;
  if (context.reported.has(key)) return;
  context.reported.add(key);
  context.problems.push(problem);
}
