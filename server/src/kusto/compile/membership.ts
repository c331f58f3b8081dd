import { type Expression, folded, noRow } from '../expression.ts';
import { caseless, fold } from '../fold.ts';
import { once } from '../plan.ts';
import { refused, type Scope, scalar, tabular } from '../scope.ts';
import { isTabular, listOf, partOf, type Syntax, textOf } from '../syntax.ts';
import { hasTerm } from '../terms.ts';
import { keyOf } from '../values/compare.ts';
import { conversion, dynamicText, fromDynamic, typeOfDynamic } from '../values/convert.ts';
import { type Dynamic, isArray, isNumeric, type ScalarType, type Value } from '../values/value.ts';
import { commonType } from './comparison.ts';
import { asText, subjects } from './textOperators.ts';

type Compile = (node: Syntax, scope: Scope) => Expression;

/** `in`, `has_any` and `has_all`, whose right side is a list of scalars, arrays or one tabular expression. */
export const membership: Readonly<Record<string, Compile>> = {
  InExpression: isIn,
  InCsExpression: isIn,
  NotInExpression: isIn,
  NotInCsExpression: isIn,
  HasAnyExpression: (node, scope) => hasTerms(node, scope, false),
  HasAllExpression: (node, scope) => hasTerms(node, scope, true),
};

/** One value with its own type: what a list holds after its arrays were opened. */
interface Member {
  readonly type: ScalarType;
  readonly value: Value;
}

interface Members {
  readonly constant: boolean;
  readonly inputs: readonly Expression[];
  readonly read: (row: object) => Member[];
}

function membersOf(node: Syntax, scope: Scope): Members {
  const nodes = listOf(partOf(node, 'Right'), 'Expressions');
  const [first] = nodes;
  if (nodes.length === 1 && first !== undefined && isTabular(first)) return columnMembers(first, scope);
  const inputs = nodes.map((each) => scalar(each, scope));
  const read = (row: object) => inputs.flatMap(({ type, evaluate }) => opened(evaluate(row), type));
  return { constant: inputs.every((each) => each.constant), inputs, read };
}

/** The values of the first column. */
function columnMembers(node: Syntax, scope: Scope): Members {
  const plan = tabular(node, scope);
  const [column] = plan.columns;
  if (column === undefined) throw refused('The table has no column.', node, scope);
  const read = once(() => plan.rows().map((row): Member => ({ type: column.type, value: plan.reader(0)(row) })));
  return { constant: true, inputs: [], read };
}

function opened(value: Value, type: ScalarType): Member[] {
  if (type !== 'dynamic') return [{ type, value }];
  const items = isArray(value) ? value : [value as Dynamic];
  return items.map((item) => {
    const own = typeOfDynamic(item);
    return { type: own, value: own === 'dynamic' ? item : fromDynamic(item, own) };
  });
}

function isIn(node: Syntax, scope: Scope): Expression {
  const operator = textOf(partOf(node, 'Operator'));
  const [wanted, ignoreCase] = [!operator.startsWith('!'), operator.endsWith('~') && scope.caseSensitive !== true];
  const left = scalar(partOf(node, 'Left'), scope);
  const members = membersOf(node, scope);
  const { type, evaluate } = left;
  const folding = ignoreCase && (type === 'string' || type === 'dynamic');
  const keyed = (value: Value, own: ScalarType) => {
    const key = keyOf(value, own);
    return folding && typeof key === 'string' ? fold(key) : key;
  };
  const keysOf = (row: object) =>
    new Set(
      members
        .read(row)
        .flatMap((each) => (each.value === null ? [] : keysIn(each, type).map((value) => keyed(value, type)))),
    );
  const known = members.constant ? once(() => keysOf(noRow)) : undefined;
  const test = (row: object) => {
    const value = evaluate(row);
    return (value !== null && (known?.() ?? keysOf(row)).has(keyed(value, type))) === wanted;
  };
  return members.constant && left.constant
    ? folded('bool', [left], test)
    : { type: 'bool', evaluate: test, constant: false };
}

/** The value in the type of the left side, if it has one there: no real with a fraction equals a long. */
function keysIn({ type, value }: Member, wanted: ScalarType): Value[] {
  if (type === wanted) return [value];
  if (wanted === 'dynamic') return [value];
  if (commonType(type, wanted) === undefined) return [];
  const converted = conversion(type, wanted)(value);
  if (converted === null) return [];
  if (
    isNumeric(type) &&
    isNumeric(wanted) &&
    wanted !== 'real' &&
    Number(toReal(type, value)) !== Number(toReal(wanted, converted))
  )
    return [];
  return [converted];
}

function toReal(type: ScalarType, value: Value): Value {
  return conversion(type, 'real')(value);
}

function hasTerms(node: Syntax, scope: Scope, all: boolean): Expression {
  const members = membersOf(node, scope);
  const [foldedText, foldedNeedle] = scope.caseSensitive ? [same, same] : [fold, caseless];
  const needlesOf = (row: object) => members.read(row).map(({ value, type }) => foldedNeedle(memberText(value, type)));
  const known = members.constant ? once(() => needlesOf(noRow)) : undefined;
  const lefts = subjects(partOf(node, 'Left'), scope);
  const { tick } = scope.context.budget;
  const tests = lefts.map((left): Expression => {
    const text = asText(left);
    const evaluate = (row: object) => {
      const folded = foldedText(text(row));
      const needles = known?.() ?? needlesOf(row);
      const isThere = (needle: string) => {
        tick();
        return hasTerm(folded, needle, true, true);
      };
      return all ? needles.every(isThere) : needles.some(isThere);
    };
    return { type: 'bool', evaluate, constant: false };
  });
  return { type: 'bool', evaluate: (row) => tests.some(({ evaluate }) => evaluate(row) === true), constant: false };
}

function same(text: string): string {
  return text;
}

function memberText(value: Value, type: ScalarType): string {
  return type === 'dynamic' ? dynamicText(value as Dynamic) : String(conversion(type, 'string')(value));
}
