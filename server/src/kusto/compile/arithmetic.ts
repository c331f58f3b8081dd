import { type Expression, folded } from '../expression.ts';
import { notImplemented, refused, type Scope, scalar } from '../scope.ts';
import { partOf, type Syntax, scalarTypeOf } from '../syntax.ts';
import { conversion, fromDynamic, typeOfDynamic } from '../values/convert.ts';
import { inRange } from '../values/datetime.ts';
import { addDecimals, divideDecimals, moduloDecimals, multiplyDecimals, subtractDecimals } from '../values/decimal.ts';
import { add, divide, floorTo, type Long, modulo, multiply, subtract } from '../values/long.ts';
import { ticksOf } from '../values/timespan.ts';
import { type Decimal, type Dynamic, isNumeric, type ScalarType, type Value } from '../values/value.ts';

type Compile = (node: Syntax, scope: Scope) => Expression;
type Operator = '+' | '-' | '*' | '/' | '%';
type Combine = (left: Value, right: Value) => Value;

/** `+ - * / %` and the signs. A null operand makes the result null (documentation: "null values"). */
export const arithmetic: Readonly<Record<string, Compile>> = {
  AddExpression: (node, scope) => binary('+', node, scope),
  SubtractExpression: (node, scope) => binary('-', node, scope),
  MultiplyExpression: (node, scope) => binary('*', node, scope),
  DivideExpression: (node, scope) => binary('/', node, scope),
  ModuloExpression: (node, scope) => binary('%', node, scope),
  UnaryPlusExpression: (node, scope) => scalar(partOf(node, 'Expression'), scope),
  UnaryMinusExpression: negative,
};

function binary(operator: Operator, node: Syntax, scope: Scope): Expression {
  const operands = [scalar(partOf(node, 'Left'), scope), scalar(partOf(node, 'Right'), scope)] as const;
  const left = plain(operands[0], operands[1].type, operator, node, scope);
  const right = plain(operands[1], operands[0].type, operator, node, scope);
  const type = scalarTypeOf(node.ResultType) ?? numericType(left.type, right.type);
  const combine = combination(operator, left.type, right.type, type);
  if (combine === undefined) throw refused(`\`${left.type} ${operator} ${right.type}\` has no meaning.`, node, scope);
  const [first, second] = [left.evaluate, right.evaluate];
  return folded(type, [left, right], (row) => {
    const [one, other] = [first(row), second(row)];
    return one === null || other === null ? null : combine(one, other);
  });
}

/**
 * A dynamic operand as a value of the other one's type. What Kusto does with a value of another type is not documented,
 * so there is no answer then.
 */
function plain(operand: Expression, other: ScalarType, operator: Operator, node: Syntax, scope: Scope): Expression {
  if (operand.type !== 'dynamic') return operand;
  const advice = () =>
    notImplemented('Arithmetic with such a `dynamic` value, which `tolong` or `toreal` can convert,', node, scope);
  if (!isNumeric(other) && !(other === 'datetime' && operator === '-')) throw advice();
  return folded(other, [operand], (row) => {
    const value = operand.evaluate(row) as Dynamic;
    if (value === null) return null;
    const type = typeOfDynamic(value);
    const fits =
      type === other ||
      (isNumeric(type) && (other === 'real' || other === 'decimal')) ||
      (type === 'long' && other === 'int');
    if (!fits) throw advice();
    return fromDynamic(value, other);
  });
}

function numericType(left: ScalarType, right: ScalarType): ScalarType {
  if (left === 'real' || right === 'real') return 'real';
  return left === 'decimal' || right === 'decimal' ? 'decimal' : 'long';
}

/** What the operator does with two values, none of them null; undefined if it does nothing. */
export function combination(
  operator: Operator,
  left: ScalarType,
  right: ScalarType,
  result: ScalarType,
): Combine | undefined {
  if (isNumeric(left) && isNumeric(right)) {
    const type = numericType(left, right);
    const combine = numeric[type === 'real' || type === 'decimal' ? type : 'long'][operator];
    if (left === type && right === type) return combine;
    const [first, second] = [conversion(left, type), conversion(right, type)];
    const back = conversion(type, isNumeric(result) ? result : type);
    return (one, other) => back(combine(first(one), second(other)));
  }
  return temporal(operator, left, right);
}

const longs: Readonly<Record<Operator, (left: Long, right: Long) => Long | null>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': modulo,
};

const reals: Readonly<Record<Operator, (left: number, right: number) => number | null>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => {
    const rest = left % right;
    return rest < 0 ? rest + Math.abs(right) : rest;
  },
};

const decimals: Readonly<Record<Operator, (left: Decimal, right: Decimal) => Decimal | null>> = {
  '+': addDecimals,
  '-': subtractDecimals,
  '*': multiplyDecimals,
  '/': divideDecimals,
  '%': moduloDecimals,
};

const numeric = { long: longs, real: reals, decimal: decimals } as unknown as Readonly<
  Record<'long' | 'real' | 'decimal', Readonly<Record<Operator, Combine>>>
>;

function temporal(operator: Operator, left: ScalarType, right: ScalarType): Combine | undefined {
  const found = temporals[`${left} ${operator} ${right}`];
  if (found !== undefined) return found as Combine;
  if (left === 'timespan' && isNumeric(right)) return scale(operator, right);
  const backwards = operator === '*' && right === 'timespan' && isNumeric(left) ? scale(operator, left) : undefined;
  return backwards && ((one, other) => backwards(other, one));
}

const temporals: Readonly<Record<string, (left: bigint, right: bigint) => Value>> = {
  'datetime - datetime': (left, right) => left - right,
  'datetime + timespan': (left, right) => inRange(left + right),
  'datetime - timespan': (left, right) => inRange(left - right),
  'timespan + datetime': (left, right) => inRange(left + right),
  'timespan + timespan': (left, right) => left + right,
  'timespan - timespan': (left, right) => left - right,
  'timespan / timespan': (left, right) => Number(left) / Number(right),
  'timespan % timespan': (left, right) => (right === 0n ? null : left - floorTo(left, right < 0n ? -right : right)),
};

/** A timespan times or divided by a number. */
function scale(operator: Operator, type: ScalarType): Combine | undefined {
  const toReal = conversion(type, 'real');
  if (operator === '*') return (span, factor) => scaledBy(span as bigint, Number(toReal(factor)));
  if (operator !== '/') return undefined;
  return (span, divisor) => {
    const number = Number(toReal(divisor));
    if (number === 0) return null;
    return Number.isInteger(number) ? (span as bigint) / BigInt(number) : scaledBy(span as bigint, 1 / number);
  };
}

function scaledBy(span: bigint, factor: number): bigint | null {
  return Number.isInteger(factor) ? span * BigInt(factor) : ticksOf(Number(span) * factor, 1n);
}

function negative(node: Syntax, scope: Scope): Expression {
  const operand = scalar(partOf(node, 'Expression'), scope);
  const { type, evaluate } = operand;
  const zero = type === 'real' ? 0 : type === 'decimal' ? { unscaled: 0n, scale: 0 } : type === 'timespan' ? 0n : 0;
  if (type === 'real') return folded(type, [operand], (row) => negated(evaluate(row)));
  const combine = combination('-', type, type, type);
  if (combine === undefined || type === 'datetime') throw refused(`A \`${type}\` has no sign.`, node, scope);
  return folded(type, [operand], (row) => {
    const value = evaluate(row);
    return value === null ? null : combine(zero, value);
  });
}

function negated(value: Value): Value {
  return value === null ? null : -Number(value);
}
