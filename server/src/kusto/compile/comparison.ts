import { type Expression, folded, noRow } from '../expression.ts';
import { refused, type Scope, scalar } from '../scope.ts';
import { partOf, type Syntax } from '../syntax.ts';
import { keyOf, orderOf } from '../values/compare.ts';
import { conversion } from '../values/convert.ts';
import { isNumeric, type ScalarType, type Value } from '../values/value.ts';

type Compile = (node: Syntax, scope: Scope) => Expression;

/**
 * `== != < <= > >=` and `between`. Equality of two nulls is null, of a null and a value false; inequality null and true;
 * an order with a null is null (documentation: "null values").
 */
export const comparison: Readonly<Record<string, Compile>> = {
  EqualExpression: (node, scope) => equality(node, scope, true),
  NotEqualExpression: (node, scope) => equality(node, scope, false),
  LessThanExpression: (node, scope) => ordered(node, scope, (order) => order < 0),
  LessThanOrEqualExpression: (node, scope) => ordered(node, scope, (order) => order <= 0),
  GreaterThanExpression: (node, scope) => ordered(node, scope, (order) => order > 0),
  GreaterThanOrEqualExpression: (node, scope) => ordered(node, scope, (order) => order >= 0),
  BetweenExpression: (node, scope) => between(node, scope, true),
  NotBetweenExpression: (node, scope) => between(node, scope, false),
};

/** Both operands in the type in which they are compared. */
export function aligned(
  left: Expression,
  right: Expression,
  node: Syntax,
  scope: Scope,
): [Expression, Expression, ScalarType] {
  const type = commonType(left.type, right.type);
  if (type === undefined) throw refused(`Cannot compare values of types ${left.type} and ${right.type}.`, node, scope);
  return [converted(left, type), converted(right, type), type];
}

/** The type that two types share in a comparison; a dynamic value is taken for what it is compared with. */
export function commonType(left: ScalarType, right: ScalarType): ScalarType | undefined {
  if (left === right) return left;
  if (left === 'dynamic') return right;
  if (right === 'dynamic') return left;
  if (!isNumeric(left) || !isNumeric(right)) return undefined;
  if (left === 'real' || right === 'real') return 'real';
  return left === 'decimal' || right === 'decimal' ? 'decimal' : 'long';
}

/** A missing dynamic value stays null also where it is compared with a string. */
export function converted(expression: Expression, type: ScalarType): Expression {
  if (expression.type === type) return expression;
  const convert = conversion(expression.type, type);
  const { evaluate } = expression;
  return folded(type, [expression], (row) => {
    const value = evaluate(row);
    return value === null ? null : convert(value);
  });
}

function equality(node: Syntax, scope: Scope, equal: boolean): Expression {
  const operands = [scalar(partOf(node, 'Left'), scope), scalar(partOf(node, 'Right'), scope)] as const;
  const [left, right, type] = aligned(...operands, node, scope);
  const [first, second] = [left.evaluate, right.evaluate];
  if (right.constant && type !== 'dynamic' && type !== 'decimal') {
    const wanted = second(noRow);
    if (wanted !== null) {
      return folded('bool', [left], equal ? (row) => first(row) === wanted : (row) => first(row) !== wanted);
    }
  }
  const key = type === 'dynamic' || type === 'decimal' ? (value: Value) => keyOf(value, type) : (value: Value) => value;
  return folded('bool', [left, right], (row) => {
    const [one, other] = [first(row), second(row)];
    if (one === null || other === null) return one === other ? null : !equal;
    return (key(one) === key(other)) === equal;
  });
}

function ordered(node: Syntax, scope: Scope, fits: (order: number) => boolean): Expression {
  const operands = [scalar(partOf(node, 'Left'), scope), scalar(partOf(node, 'Right'), scope)] as const;
  const [left, right, type] = aligned(...operands, node, scope);
  const [first, second] = [left.evaluate, right.evaluate];
  const test = orderTest(type, fits);
  return folded('bool', [left, right], (row) => {
    const [one, other] = [first(row), second(row)];
    return one === null || other === null ? null : test(one, other);
  });
}

/** An order with `NaN` is false, whichever it is. */
function orderTest(type: ScalarType, fits: (order: number) => boolean): (left: Value, right: Value) => boolean {
  const order = orderOf(type);
  if (type !== 'real') return (left, right) => fits(order(left, right));
  return (left, right) => !Number.isNaN(left) && !Number.isNaN(right) && fits(order(left, right));
}

/** Both ends belong to it; a timespan as the upper end of a date is added to the lower one. */
function between(node: Syntax, scope: Scope, within: boolean): Expression {
  const value = scalar(partOf(node, 'Left'), scope);
  const couple = partOf(node, 'Right');
  const low = scalar(partOf(couple, 'First'), scope);
  const high = upperEnd(low, scalar(partOf(couple, 'Second'), scope));
  const [first, lower, lowType] = aligned(value, low, node, scope);
  const [second, upper, highType] = aligned(value, high, node, scope);
  const [notBelow, notAbove] = [orderTest(lowType, (order) => order >= 0), orderTest(highType, (order) => order <= 0)];
  return folded('bool', [value, low, high], (row) => {
    const [one, bottom, other, top] = [
      first.evaluate(row),
      lower.evaluate(row),
      second.evaluate(row),
      upper.evaluate(row),
    ];
    if (one === null || bottom === null || other === null || top === null) return null;
    return (notBelow(one, bottom) && notAbove(other, top)) === within;
  });
}

function upperEnd(low: Expression, high: Expression): Expression {
  if (low.type !== 'datetime' || high.type !== 'timespan') return high;
  return folded('datetime', [low, high], (row) => {
    const [from, length] = [low.evaluate(row), high.evaluate(row)];
    return typeof from === 'bigint' && typeof length === 'bigint' ? from + length : null;
  });
}
