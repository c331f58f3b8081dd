import { MissingTable } from '../failure.ts';
import { type Cells, cellsPlan, type Plan, positions } from '../plan.ts';
import { type Scope, tabular } from '../scope.ts';
import { type Column, kindOf, listOf, nameOf, optionsOf, partOf, type Syntax, textOf } from '../syntax.ts';
import { conversion } from '../values/convert.ts';
import type { Value } from '../values/value.ts';
import { outputOf } from './columns.ts';
import type { Operator } from './operator.ts';

/** `union` of all kinds, with wildcards and `withsource`. The service decides the columns and their types. */
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
  const parts = listOf(node, 'Expressions').flatMap((each) =>
    isFuzzy ? partsIfAny(each, scope) : partsOf(each, scope),
  );
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

/** The tables that an operand of a union stands for. */
export function partsOf(node: Syntax, scope: Scope): UnionPart[] {
  const bare = kindOf(node) === 'ParenthesizedExpression' ? partOf(node, 'Expression') : node;
  if (kindOf(bare) === 'NameReference' && kindOf(partOf(bare, 'Name')).includes('Wildcard'))
    return wildcard(textOf(bare).trim(), scope);
  return [{ plan: tabular(node, scope), source: kindOf(bare) === 'NameReference' ? nameOf(bare) : '' }];
}

/** All tables whose name fits the pattern. */
function wildcard(pattern: string, scope: Scope): UnionPart[] {
  const test = new RegExp(
    `^${pattern
      .split('*')
      .map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
  return scope.context.tableNames
    .filter((name) => test.test(name))
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
  return cellsPlan(output, () =>
    parts.flatMap(({ plan, source }) => {
      const readers = output.map((column, index) =>
        index === 0 && column.name === sourceColumn ? () => source : readerOf(column, plan),
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

/** A column that has another type in some of the tables stands under `name_type`. */
function readerOf({ name, type }: Column, plan: Plan): (row: object) => Value {
  const known = positions(plan.columns);
  const at = known.get(name);
  const same = at === undefined ? undefined : plan.columns[at];
  if (at !== undefined && same !== undefined) {
    if (same.type === type) return plan.reader(at);
    const read = plan.reader(at);
    const convert = conversion(same.type, type);
    return (row) => convert(read(row));
  }
  const suffix = `_${type}`;
  const plain = name.endsWith(suffix) ? known.get(name.slice(0, -suffix.length)) : undefined;
  if (plain !== undefined && plan.columns[plain]?.type === type) return plan.reader(plain);
  const missing = type === 'string' ? '' : null;
  return () => missing;
}
