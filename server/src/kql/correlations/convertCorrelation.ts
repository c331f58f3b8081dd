import type { Problem } from '../../problem.ts';
import { planCorrelations } from '../../sigma/correlations/plan.ts';
import { indexRules } from '../../sigma/references.ts';
import type { CorrelationRule, SigmaRule } from '../../sigma/rule.ts';
import { UnmatchableRuleError } from '../../sigma/unmatchable.ts';
import type { Comment } from '../ast.ts';
import type { SourceLink } from '../page.ts';
import { printStatements } from '../printTabular.ts';
import type { TranslationOptions } from '../translation.ts';
import type { Building, Lets } from './building.ts';
import type { ColumnOrigins } from './columnOrigin.ts';
import { lastEventColumns } from './lastEvent.ts';
import { createNames } from './names.ts';
import { type PlanAlerts, planAlerts } from './planRows.ts';
import { alertSummary } from './summary.ts';

export interface CorrelationOptions extends TranslationOptions {
  /** The rules of the correlation's own document, with filters among them: what it refers to is looked for here first. */
  readonly rules?: readonly SigmaRule[];
  /** Rules and filters of other documents. The places of what is made of them are those of the references. */
  readonly otherRules?: readonly SigmaRule[];
}

export interface CorrelationQuery {
  /** Undefined when something has no translation; `problems` says what and where. */
  readonly query: string | undefined;
  readonly tables: readonly string[];
  /** The names of the result's columns, in their order. */
  readonly columns: readonly string[];
  /** What fills the columns that alerts are grouped by. */
  readonly origins: ColumnOrigins;
  readonly problems: readonly Problem[];
  readonly sourceMap: readonly SourceLink[];
}

/**
 * A correlation as one KQL query that has a row for each alert which `correlate` raises on the same events: windows slide,
 * both of their ends belong to them, and windows with an event in common are one alert. Nothing is put into bins, which
 * would lose what happens across a border.
 */
export function convertCorrelation(
  rule: CorrelationRule,
  options: CorrelationOptions & { readonly comments?: readonly Comment[] },
): CorrelationQuery {
  const { rules = [rule], otherRules = [], comments = [] } = options;
  const own = rules.includes(rule) ? rules : [rule, ...rules];
  const plain = built(rule, own, otherRules, options);
  // Which columns all tables have is known only when the tables are.
  const carried = plain.found === undefined ? [] : lastEventColumns(plain.tables, options.target);
  const { found, tables, problems, lets, origins } =
    carried.length === 0 ? plain : built(rule, own, otherRules, options, carried);
  if (found === undefined)
    return { query: undefined, tables, columns: [], origins: new Map(), problems, sourceMap: [] };
  const { pipeline, columns } = alertSummary(found);
  const { text, sourceMap } = printStatements({ comments, lets, result: pipeline });
  const grouped = new Map([...origins].filter(([name]) => found.window.groups.includes(name)));
  return { query: text, tables, columns, origins: grouped, problems, sourceMap };
}

interface Built extends Pick<CorrelationQuery, 'tables' | 'problems' | 'origins'> {
  /** Undefined where there is no query. */
  readonly found: PlanAlerts | undefined;
  readonly lets: Lets;
}

function built(
  rule: CorrelationRule,
  own: readonly SigmaRule[],
  others: readonly SigmaRule[],
  options: TranslationOptions,
  carried: readonly string[] = [],
): Built {
  const building = started(rule, own, others, options, carried);
  if ('message' in building)
    return { found: undefined, tables: [], problems: [building], lets: [], origins: new Map() };
  const { plans, problems, lets, origins } = building;
  const plan = plans.plans.find((each) => each.rule === rule);
  const found = plan && planAlerts(plan, [], undefined, building);
  const isRefused = problems.some(({ severity }) => severity === 'error');
  return { found: isRefused ? undefined : found, tables: [...building.tables], problems, lets, origins };
}

function started(
  rule: CorrelationRule,
  own: readonly SigmaRule[],
  others: readonly SigmaRule[],
  options: TranslationOptions,
  carried: readonly string[],
): Building | Problem {
  const time = options.target === 'xdr' ? 'Timestamp' : 'TimeGenerated';
  try {
    return {
      plans: planCorrelations([...own, ...others], rule),
      options,
      time,
      names: createNames([time, 'row', ...carried]),
      carried,
      isOwn: (each) => own.includes(each),
      origins: new Map(),
      problems: [],
      tables: new Set(),
      lets: [],
    };
  } catch (error) {
    if (!(error instanceof UnmatchableRuleError)) throw error;
    return located(error.problem, rule, own, others);
  }
}

/** A problem of a rule in another document is told where the correlation refers to that rule. */
function located(
  problem: Problem,
  rule: CorrelationRule,
  own: readonly SigmaRule[],
  others: readonly SigmaRule[],
): Problem {
  const find = indexRules([...own, ...others]);
  const isHere = own.some(({ range }) => range.start <= problem.range.start && problem.range.end <= range.end);
  const foreign = rule.rules.find(({ value }) => others.some((other) => other === find(value)));
  return isHere || foreign === undefined ? problem : { ...problem, range: foreign.range };
}
