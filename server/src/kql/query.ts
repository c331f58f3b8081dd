import { table as tableNamed } from '../catalog/tables.ts';
import type { Problem } from '../problem.ts';
import type { Expression } from '../sigma/expression.ts';
import type { DetectionRule } from '../sigma/rule.ts';
import type { Extend, Operator, Query, Scalar, Where } from './ast.ts';
import { and, binary, column, from, integer, verbatim } from './build.ts';
import type { Holder, TableMapping } from './tableMapping.ts';
import { isTimeRange } from './timeRange.ts';
import { approximate, type Context, hint, type Watchlist } from './translate/context.ts';
import { conjuncts, predicateOf } from './translate/expression.ts';
import { impliedNumbers } from './translate/implied.ts';
import { anyOf } from './translate/merge.ts';
import { plainText } from './translate/patterns.ts';
import { impliedTerms } from './translate/terms.ts';

export interface QueryOptions {
  /** Only rows of this recent time: `1d`, `12h`, a literal of Kusto's timespan; for tables that have a column of times. */
  readonly timeRange?: string;
  /** Conditions on whole terms stand beside those that Kusto's term index cannot answer; true if not given. */
  readonly termIndex?: boolean;
  /** By the name of a placeholder, without `%`: the watchlist of Sentinel that has its values. */
  readonly watchlists?: Readonly<Record<string, Watchlist>>;
}

/**
 * The rule on one table: its rows are selected first, then come the conditions on columns, then the columns that have to
 * be computed and the conditions on those. Without a query there is an error among the problems. Throws a `RangeError`
 * for a time that is none.
 */
export function queryOf(
  rule: DetectionRule,
  about: Pick<Context, 'target' | 'logsource' | 'mapping' | 'table'>,
  { timeRange, termIndex = true, watchlists = {} }: QueryOptions = {},
): { readonly query: Query | undefined; readonly problems: readonly Problem[] } {
  const context: Context = { ...about, termIndex, watchlists, problems: [], reported: new Set(), computed: new Map() };
  const { mapping, table } = about;
  if (mapping.approximate !== undefined)
    approximate(context, `\`${table}\`: ${mapping.approximate}.`, rule.logsource.range);
  if (mapping.note !== undefined) hint(context, `\`${table}\`: ${mapping.note}.`, rule.logsource.range);
  const early: Operator[] = [...withinTime(mapping, timeRange), ...selectedRows(rule, mapping)];
  const late: Operator[] = [];
  const used = new Set<string>();
  const events = eventIdsOf(rule, context);
  if (events !== undefined) early.push({ kind: 'where', predicate: events });
  for (const { expression, selection } of rule.expression === undefined ? [] : conjuncts(rule.expression)) {
    const predicate = predicateOf(expression, context);
    if (isGiven(expression, mapping)) continue;
    if (predicate.kind === 'bool' && predicate.value) continue;
    const computed = [...collectColumns(predicate, new Set())].filter((name) => context.computed.has(name));
    for (const name of computed) used.add(name);
    const where = (...conditions: Scalar[]): Where => ({
      kind: 'where',
      predicate: and(conditions),
      ...(selection !== undefined && { selection }),
    });
    const terms = termIndex ? impliedTerms(predicate, (name) => holderOf(name, context)) : [];
    if (computed.length === 0) early.push(where(...terms, predicate));
    else {
      if (terms.length > 0) early.push(where(...terms));
      late.push(where(predicate));
    }
  }
  if (context.problems.some(({ severity }) => severity === 'error'))
    return { query: undefined, problems: context.problems };
  const operators = [...early, ...computedColumns(context, used), ...late];
  return { query: { table, tableSource: rule.logsource.range, operators }, problems: context.problems };
}

/** Where the terms of a column are in Kusto's index: computed ones have none of their own. */
function holderOf(name: string, { computed }: Context): Holder | undefined {
  const column = computed.get(name);
  return column === undefined ? { columns: [name], escapes: 'none' } : column.within;
}

/** The rows of the last hours or days, which Kusto finds first when they are asked for first. */
function withinTime({ table, target }: TableMapping, timeRange: string | undefined): Where[] {
  if (timeRange === undefined) return [];
  if (!isTimeRange(timeRange)) throw new RangeError(`\`${timeRange}\` is no time such as \`1d\` or \`12h\`.`);
  const column = tableNamed(table, target)?.timeColumn;
  return column === undefined ? [] : [{ kind: 'where', predicate: verbatim(`${column} > ago(${timeRange})`) }];
}

function selectedRows({ logsource }: DetectionRule, { rows }: TableMapping): Where[] {
  return rows.map((row) => ({ kind: 'where', predicate: from(verbatim(row), logsource.range) }));
}

/**
 * The event ids that a rule is about although no line of the query would say so: `(EventID == 1 and …) or (EventID == 2
 * and …)` is about two. Selecting them first leaves less to compute, and changes no result.
 */
function eventIdsOf({ expression }: DetectionRule, { mapping }: Context): Scalar | undefined {
  const mapped = mapping.fields.get('EventID');
  if (expression === undefined || mapped?.kind !== 'column' || mapped.type === 'string') return undefined;
  if (conjuncts(expression).some((each) => each.expression.kind === 'item' && each.expression.field === 'EventID'))
    return undefined;
  const ids = impliedNumbers(expression, 'EventID');
  if (ids === undefined || ids.length === 0) return undefined;
  return anyOf(ids.map(({ value, range }) => from(binary(column(mapped.column), '==', integer(value)), range)));
}

/** Whether the rule demands the value, or nothing but some of the numbers, that the mapping only holds for. */
export function requirementsMet({ expression }: DetectionRule, { requires }: TableMapping): boolean {
  if (requires.size === 0) return true;
  if (expression === undefined) return false;
  const demanded = conjuncts(expression).flatMap((each) => demandOf(each.expression) ?? []);
  return [...requires].every(([field, value]) => {
    if (typeof value === 'string') return demanded.some((each) => each.field === field && each.value === value);
    const numbers = impliedNumbers(expression, field) ?? [];
    return numbers.length > 0 && numbers.every((number) => value.includes(Number(number.value)));
  });
}

/** The rows already have the value that the rule demands. */
function isGiven(expression: Expression, { requires }: TableMapping): boolean {
  const demand = demandOf(expression);
  return demand !== undefined && requires.get(demand.field) === demand.value;
}

/** The one value that a condition demands of a field, in lower case. */
function demandOf(expression: Expression): { readonly field: string; readonly value: string } | undefined {
  if (expression.kind !== 'item' || expression.field === undefined || expression.negated) return undefined;
  const [value, more] = expression.values.length === 1 ? (expression.values[0]?.alternatives ?? []) : [];
  if (value === undefined || more !== undefined) return undefined;
  if (value.kind === 'boolean') return { field: expression.field, value: String(value.value) };
  const plain = value.kind === 'string' ? plainText(value.pattern) : undefined;
  return plain === undefined ? undefined : { field: expression.field, value: plain.toLowerCase() };
}

/** The computed columns that some condition uses, in the order in which the rule asks for them, after those that they read. */
function computedColumns({ computed }: Context, used: ReadonlySet<string>): readonly Operator[] {
  const columns = [...computed].filter(([name]) => used.has(name));
  const read = new Set(columns.flatMap(([, { reads }]) => reads ?? []));
  const all = [...computed].filter(([name]) => used.has(name) || read.has(name));
  return [all.filter(([name]) => read.has(name)), all.filter(([name]) => !read.has(name))]
    .map(
      (level): Extend => ({
        kind: 'extend',
        columns: level.map(([name, { expression, sources }]) => ({ name, value: verbatim(expression), sources })),
      }),
    )
    .filter(({ columns }) => columns.length > 0);
}

/** Gathers the names of the columns in an expression, those within verbatim KQL left out. */
function collectColumns(node: Scalar, names: Set<string>): Set<string> {
  switch (node.kind) {
    case 'column':
      names.add(node.name);
      break;
    case 'binary':
      collectColumns(node.left, names);
      collectColumns(node.right, names);
      break;
    case 'call':
      for (const argument of node.arguments) collectColumns(argument, names);
      break;
    case 'in':
      collectColumns(node.left, names);
      break;
    case 'and':
    case 'or':
      for (const operand of node.operands) collectColumns(operand, names);
      break;
    case 'not':
      collectColumns(node.operand, names);
      break;
    case 'verbatim':
      for (const name of node.reads ?? []) names.add(name);
      break;
    case 'string':
    case 'number':
    case 'bool':
      break;
  }
  return names;
}
