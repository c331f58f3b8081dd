import { aligned } from '../compile/comparison.ts';
import { columnOf } from '../compile/names.ts';
import type { Expression } from '../expression.ts';
import { type Cells, cellsPlan, type Plan, type Row, sameShape, toCells } from '../plan.ts';
import { refused, type Scope, scalar, tabular } from '../scope.ts';
import { kindOf, listOf, nameOf, optionsOf, part, partOf, type Syntax, textOf } from '../syntax.ts';
import { keyOf } from '../values/compare.ts';
import type { Value } from '../values/value.ts';
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
      return cellsPlan(output, () => matcher.pairs(kind));
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
  return cellsPlan(outputOf(node), () =>
    matcher.pairs(kindOfJoin(node, 'leftouter') === 'inner' ? 'inner' : 'leftouter'),
  );
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
  const inner = { ...scope, sides: { left, right } };
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
    pairs: (kind: 'inner' | 'innerunique' | 'leftouter' | 'rightouter' | 'fullouter'): Cells[] => {
      const [leftCells, rightCells] = [toCells(left), toCells(right)];
      const width = left.columns.length + right.columns.length;
      const index = indexed(right.rows(), rightKey);
      const matched = new Set<string>();
      const made: Cells[] = [];
      const push = (one: Cells, other: Cells) => {
        budget.tick();
        budget.rows(1, width);
        made.push([...one, ...other]);
      };
      const noLeft = emptyCells(left);
      const noRight = emptyCells(right);
      for (const row of left.rows()) {
        const key = leftKey(row);
        const partners = key === undefined ? undefined : index.get(key);
        if (key !== undefined && partners !== undefined) {
          if (kind === 'innerunique' && matched.has(key)) continue;
          matched.add(key);
          const cells = leftCells(row);
          for (const partner of partners) push(cells, rightCells(partner));
        } else if (kind === 'leftouter' || kind === 'fullouter') push(leftCells(row), noRight);
      }
      if (kind === 'rightouter' || kind === 'fullouter') {
        for (const row of right.rows()) {
          const key = rightKey(row);
          if (key === undefined || !matched.has(key)) push(noLeft, rightCells(row));
        }
      }
      return made;
    },
  };
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

function emptyCells({ columns }: Plan): Value[] {
  return columns.map(({ type }) => (type === 'string' ? '' : null));
}
