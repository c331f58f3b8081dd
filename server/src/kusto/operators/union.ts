import { MissingTable, NeedsColumns } from '../failure.ts';
import { type Cells, cellsPlan, type Plan, positions } from '../plan.ts';
import { notImplemented, type Scope, tabular, viewNames } from '../scope.ts';
import { type Column, kindOf, listOf, nameOf, optionsOf, partOf, type Syntax, textOf } from '../syntax.ts';
import { conversion } from '../values/convert.ts';
import type { ScalarType, Value } from '../values/value.ts';
import { outputOf } from './columns.ts';
import type { Operator } from './operator.ts';

/** `union` of all kinds, with wildcards and `withsource`. The service decides the columns' order and types. */
export const unionOperators: Readonly<Record<string, Operator>> = { UnionOperator: union };

/** One of the tables of a union, with the name that `withsource` shows. */
export interface UnionPart {
  readonly plan: Plan;
  readonly source: string;
}

function union(node: Syntax, input: Plan | undefined, scope: Scope): Plan {
  const withSource = optionsOf(node).get('withsource') ?? optionsOf(node).get('with_source');
  const fuzzy = optionsOf(node).get('isfuzzy');
  const isFuzzy = fuzzy !== undefined && textOf(fuzzy).trim() === 'true';
  const operands = listOf(node, 'Expressions');
  needViews(operands, scope);
  const parts = operands.flatMap((each) => (isFuzzy ? partsIfAny(each, scope) : partsOf(each, scope)));
  const all = input === undefined ? parts : [{ plan: input, source: 'union_arg0' }, ...parts];
  const sources = all.map((each, index) => ({
    plan: each.plan,
    source: each.source === '' ? `union_arg${index}` : each.source,
  }));
  const kind = optionsOf(node).get('kind');
  const inner = kind !== undefined && textOf(kind).trim() === 'inner';
  const output = outputOf(node).filter(
    (column) =>
      !inner || (withSource && column.name === nameOf(withSource)) || all.every(({ plan }) => has(plan, column)),
  );
  return combined(sources, output, withSource && nameOf(withSource), scope);
}

/** None where the table does not exist, which `isfuzzy=true` allows. */
function partsIfAny(node: Syntax, scope: Scope): UnionPart[] {
  try {
    return partsOf(node, scope);
  } catch (failure) {
    if (failure instanceof MissingTable) return [];
    throw failure;
  }
}

/** `kind=inner` keeps the columns that all tables have. */
function has({ columns }: Plan, { name, type }: Column): boolean {
  return columns.some((each) => each.name === name && each.type === type);
}

/**
 * The service knows the columns of views only where they are named. So each view that a wildcard stands for, and that is
 * no operand itself, is written behind it, and the query is bound again.
 */
export function needViews(operands: readonly Syntax[], scope: Scope): void {
  const named = new Set(operands.map((each) => (kindOf(each) === 'NameReference' ? nameOf(each) : '')));
  for (const each of operands) {
    const pattern = wildcardOf(each);
    if (pattern === undefined) continue;
    const views = viewNames(scope.names).filter((name) => pattern.test(name) && !named.has(name));
    if (views.length === 0) continue;
    if (scope.within !== undefined) throw notImplemented('A wildcard for views inside of a function', each, scope);
    throw new NeedsColumns(scope.start + each.End, views.map((name) => `, ${name}`).join(''));
  }
}

/** The tables that an operand of a union stands for. */
export function partsOf(node: Syntax, scope: Scope): UnionPart[] {
  const bare = kindOf(node) === 'ParenthesizedExpression' ? partOf(node, 'Expression') : node;
  const pattern = wildcardOf(bare);
  if (pattern !== undefined) return wildcard(pattern, scope);
  return [{ plan: tabular(node, scope), source: kindOf(bare) === 'NameReference' ? nameOf(bare) : '' }];
}

function wildcardOf(node: Syntax): RegExp | undefined {
  if (kindOf(node) !== 'NameReference' || !kindOf(partOf(node, 'Name')).includes('Wildcard')) return undefined;
  const literal = textOf(node)
    .trim()
    .split('*')
    .map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`);
}

/** All tables whose name fits the pattern. */
function wildcard(pattern: RegExp, scope: Scope): UnionPart[] {
  return scope.context.tableNames
    .filter((name) => pattern.test(name))
    .flatMap((name) => {
      const plan = scope.context.table(name);
      return plan === undefined ? [] : [{ plan, source: name }];
    });
}

/** The rows of all parts, with a value for each column of the output: that of its own, converted, or none. */
export function combined(
  parts: readonly UnionPart[],
  output: readonly Column[],
  sourceColumn: string | undefined,
  scope: Scope,
): Plan {
  const { budget } = scope.context;
  const origins = originsOf(parts.map(({ plan }) => plan));
  return cellsPlan(output, () =>
    parts.flatMap(({ plan, source }) => {
      const readers = output.map((column, index) =>
        index === 0 && column.name === sourceColumn ? () => source : readerOf(column, origins.get(column.name), plan),
      );
      const rows = plan.rows();
      budget.rows(rows.length, output.length);
      return rows.map((row): Cells => {
        budget.tick();
        return readers.map((read) => read(row));
      });
    }),
  );
}

/**
 * The columns of the tables by the names that they get: `a` of two types is `a_long` and `a_string`, with a number behind
 * it where a table has a column of that name already (documentation: "union operator").
 */
function originsOf(plans: readonly Plan[]): Map<string, Column> {
  const types = new Map<string, Set<ScalarType>>();
  for (const { name, type } of plans.flatMap(({ columns }) => columns))
    types.set(name, (types.get(name) ?? new Set()).add(type));
  const origins = new Map<string, Column>();
  for (const [name, [type, ...others]] of types)
    if (type !== undefined && others.length === 0) origins.set(name, { name, type });
  for (const [name, several] of types) {
    if (several.size === 1) continue;
    for (const type of several) {
      let [free, number] = [`${name}_${type}`, 1];
      while (origins.has(free)) free = `${name}_${type}${number++}`;
      origins.set(free, { name, type });
    }
  }
  return origins;
}

function readerOf({ name, type }: Column, origin: Column | undefined, plan: Plan): (row: object) => Value {
  const at = positions(plan.columns).get(origin?.name ?? name);
  const own = at === undefined ? undefined : plan.columns[at];
  if (at === undefined || own === undefined || (origin !== undefined && own.type !== origin.type)) {
    const missing = type === 'string' ? '' : null;
    return () => missing;
  }
  if (own.type === type) return plan.reader(at);
  const [read, convert] = [plan.reader(at), conversion(own.type, type)];
  return (row) => convert(read(row));
}
