import { aligned } from '../compile/comparison.ts';
import { columnOf } from '../compile/names.ts';
import type { Expression } from '../expression.ts';
import { once, type Plan, type Reader, type Row, sameShape } from '../plan.ts';
import { refused, type Scope, scalar, tabular } from '../scope.ts';
import { type Column, kindOf, listOf, nameOf, optionsOf, part, partOf, type Syntax, textOf } from '../syntax.ts';
import { keyOf } from '../values/compare.ts';
import { outputOf, viewed } from './columns.ts';
import { type Operator, piped } from './operator.ts';

/** `join` of all kinds, `innerunique` by default, and `lookup`. Null keys match nothing. */
export const joinOperators: Readonly<Record<string, Operator>> = {
  JoinOperator: piped((node, input, scope) => join(node, input, scope, kindOfJoin(node, 'innerunique'))),
  LookupOperator: piped((node, input, scope) => lookup(node, input, scope)),
};

interface Keys {
  readonly left: readonly Expression[];
  readonly right: readonly Expression[];
}

function kindOfJoin(node: Syntax, otherwise: string): string {
  const kind = optionsOf(node).get('kind');
  return kind === undefined ? otherwise : textOf(kind).trim().toLowerCase();
}

function join(node: Syntax, left: Plan, scope: Scope, kind: string): Plan {
  const right = tabular(partOf(node, 'Expression'), scope);
  const keys = keysOf(part(node, 'ConditionClause'), left, right, scope);
  const output = outputOf(node);
  const matcher = createMatcher(left, right, keys, scope);
  switch (kind) {
    case 'leftsemi':
      return sameShape(left, () => matcher.leftRows(true));
    case 'leftanti':
    case 'leftantisemi':
    case 'anti':
      return sameShape(left, () => matcher.leftRows(false));
    case 'rightsemi':
      return sameShape(right, () => matcher.rightRows(true));
    case 'rightanti':
    case 'rightantisemi':
      return sameShape(right, () => matcher.rightRows(false));
    case 'inner':
    case 'innerunique':
    case 'leftouter':
    case 'rightouter':
    case 'fullouter':
      return pairsPlan(output, left, right, () => matcher.pairs(kind));
    default:
      throw refused(`\`${kind}\` is no kind of join.`, node, scope);
  }
}

/** The right side's columns without its keys; `leftouter` by default. */
function lookup(node: Syntax, left: Plan, scope: Scope): Plan {
  const right = tabular(partOf(node, 'Expression'), scope);
  const clause = part(node, 'LookupClause');
  const keys = keysOf(clause, left, right, scope);
  const keyNames = new Set(rightKeyNames(clause));
  const kept = right.columns.flatMap(({ name }, index) => (keyNames.has(name) ? [] : [index]));
  const narrowed = viewed(right, kept, (index) => right.columns[index]?.name ?? '');
  const matcher = createMatcher(left, narrowed, keys, scope);
  const kind = kindOfJoin(node, 'leftouter') === 'inner' ? 'inner' : 'leftouter';
  return pairsPlan(outputOf(node), left, narrowed, () => matcher.pairs(kind));
}

function rightKeyNames(clause: Syntax | undefined): string[] {
  return conditionsOf(clause).flatMap((each) => {
    if (kindOf(each) === 'NameReference') return [nameOf(each)];
    return [partOf(each, 'Left'), partOf(each, 'Right')].flatMap((side) =>
      kindOf(side) === 'PathExpression' && nameOf(partOf(side, 'Expression')) === '$right'
        ? [nameOf(partOf(side, 'Selector'))]
        : [],
    );
  });
}

function conditionsOf(clause: Syntax | undefined): Syntax[] {
  return (clause === undefined ? [] : listOf(clause, 'Expressions')).flatMap(conjuncts);
}

function conjuncts(node: Syntax): Syntax[] {
  if (kindOf(node) === 'ParenthesizedExpression') return conjuncts(partOf(node, 'Expression'));
  if (kindOf(node) !== 'AndExpression') return [node];
  return [...conjuncts(partOf(node, 'Left')), ...conjuncts(partOf(node, 'Right'))];
}

/** `on Column`, or `on $left.One == $right.Other` the one way or the other. */
function keysOf(clause: Syntax | undefined, left: Plan, right: Plan, scope: Scope): Keys {
  const pairs = conditionsOf(clause).map((node) => {
    if (kindOf(node) === 'EqualExpression') return sidesOf(node, left, right, scope);
    const [first, second] = [columnOf(nameOf(node), left), columnOf(nameOf(node), right)];
    if (first === undefined || second === undefined)
      throw refused('Both sides need the column they are joined on.', node, scope);
    return aligned(first, second, node, scope);
  });
  if (pairs.length === 0) throw refused('A join needs a condition.', clause ?? ({} as Syntax), scope);
  return { left: pairs.map(([one]) => one), right: pairs.map(([, other]) => other) };
}

function sidesOf(node: Syntax, left: Plan, right: Plan, scope: Scope): ReturnType<typeof aligned> {
  const inner = {
    ...scope,
    sides: new Map([
      ['$left', left],
      ['$right', right],
    ]),
  };
  const [one, other] = [partOf(node, 'Left'), partOf(node, 'Right')];
  const [first, second] = [scalar(one, inner), scalar(other, inner)];
  return namesRight(one) ? aligned(second, first, node, scope) : aligned(first, second, node, scope);
}

function namesRight(node: Syntax): boolean {
  return kindOf(node) === 'PathExpression' && nameOf(partOf(node, 'Expression')) === '$right';
}

function createMatcher(left: Plan, right: Plan, keys: Keys, scope: Scope) {
  const { budget } = scope.context;
  const leftKey = keyReader(keys.left);
  const rightKey = keyReader(keys.right);
  const indexed = (rows: readonly Row[], key: (row: Row) => string | undefined) => {
    const index = new Map<string, Row[]>();
    for (const row of rows) {
      budget.tick();
      const own = key(row);
      if (own === undefined) continue;
      const known = index.get(own);
      if (known === undefined) index.set(own, [row]);
      else known.push(row);
    }
    return index;
  };
  const semi = (
    rows: readonly Row[],
    key: (row: Row) => string | undefined,
    others: Map<string, Row[]>,
    wanted: boolean,
  ) =>
    rows.filter((row) => {
      budget.tick();
      const own = key(row);
      return (own !== undefined && others.has(own)) === wanted;
    });
  return {
    leftRows: (wanted: boolean) => semi(left.rows(), leftKey, indexed(right.rows(), rightKey), wanted),
    rightRows: (wanted: boolean) => semi(right.rows(), rightKey, indexed(left.rows(), leftKey), wanted),
    pairs: (kind: 'inner' | 'innerunique' | 'leftouter' | 'rightouter' | 'fullouter'): Pair[] => {
      const index = indexed(right.rows(), rightKey);
      const matched = new Set<string>();
      const made: Pair[] = [];
      const push = (one: Row | undefined, other: Row | undefined) => {
        budget.tick();
        budget.rows(1, 2);
        made.push({ left: one, right: other });
      };
      for (const row of left.rows()) {
        const key = leftKey(row);
        const partners = key === undefined ? undefined : index.get(key);
        if (key !== undefined && partners !== undefined) {
          if (kind === 'innerunique' && matched.has(key)) continue;
          matched.add(key);
          for (const partner of partners) push(row, partner);
        } else if (kind === 'leftouter' || kind === 'fullouter') push(row, undefined);
      }
      if (kind === 'rightouter' || kind === 'fullouter') {
        for (const row of right.rows()) {
          const key = rightKey(row);
          if (key === undefined || !matched.has(key)) push(undefined, row);
        }
      }
      return made;
    },
  };
}

/** A row of each side; undefined where a side has none. */
interface Pair {
  readonly left: Row | undefined;
  readonly right: Row | undefined;
}

/** The columns of both sides, read from the rows as they are. */
function pairsPlan(output: readonly Column[], left: Plan, right: Plan, run: () => readonly Pair[]): Plan {
  const width = left.columns.length;
  const columns = output.map(({ name, type }, index) => ({
    name,
    type: (left.columns[index] ?? right.columns[index - width])?.type ?? type,
  }));
  if (columns.length !== width + right.columns.length)
    throw new Error(`A join has ${columns.length} columns instead of ${width + right.columns.length}`);
  const reader = (index: number): Reader => {
    const missing = columns[index]?.type === 'string' ? '' : null;
    const [side, read] =
      index < width ? (['left', left.reader(index)] as const) : (['right', right.reader(index - width)] as const);
    return (pair) => {
      const row = (pair as Pair)[side];
      return row === undefined ? missing : read(row);
    };
  };
  return { columns, reader, rows: once(run), serialized: false };
}

/** Undefined for a row whose key has a null. */
function keyReader(keys: readonly Expression[]): (row: Row) => string | undefined {
  return (row) => {
    let text = '';
    for (const { type, evaluate } of keys) {
      const value = evaluate(row);
      if (value === null) return undefined;
      const key = String(keyOf(value, type));
      text += `${key.length}:${key}`;
    }
    return text;
  };
}
