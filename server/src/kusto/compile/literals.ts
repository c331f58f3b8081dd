import { constant, type Expression } from '../expression.ts';
import { refused, type Scope } from '../scope.ts';
import { kindOf, listOf, partOf, type Syntax, scalarTypeOf, textOf, writtenType } from '../syntax.ts';
import { conversion, toDynamic } from '../values/convert.ts';
import type { Bag, Dynamic, ScalarType, Value } from '../values/value.ts';
import { anywhere } from './anywhere.ts';

type Literal = (node: Syntax, scope: Scope) => Expression;

/** Literals of all types, by the kind of node. */
export const literals: Readonly<Record<string, Literal>> = {
  StringLiteralExpression: text,
  CompoundStringLiteralExpression: text,
  BooleanLiteralExpression: literal,
  IntLiteralExpression: literal,
  LongLiteralExpression: literal,
  RealLiteralExpression: literal,
  DecimalLiteralExpression: literal,
  DateTimeLiteralExpression: literal,
  TimespanLiteralExpression: literal,
  GuidLiteralExpression: literal,
  TypeOfLiteralExpression: (node) => constant('string', writtenType(listOf(node, 'Types')[0]) ?? 'dynamic'),
  NullLiteralExpression: () => constant('dynamic', null),
  DynamicExpression: (node, scope) => constant('dynamic', dynamic(partOf(node, 'Expression'), scope)),
  JsonObjectExpression: (node, scope) => constant('dynamic', dynamic(node, scope)),
  JsonArrayExpression: (node, scope) => constant('dynamic', dynamic(node, scope)),
};

function text(node: Syntax, scope: Scope): Expression {
  const written = String(node.LiteralValue ?? '');
  const isCondition = scalarTypeOf(node.ResultType) === 'bool';
  return isCondition && scope.input !== undefined
    ? anywhere(written, scope.input, scope.caseSensitive === true)
    : constant('string', written);
}

function literal(node: Syntax, scope: Scope): Expression {
  const type = scalarTypeOf(node.ResultType) ?? 'dynamic';
  return constant(type, literalValue(textOf(partOf(node, 'Token')), type, node, scope));
}

function literalValue(written: string, type: ScalarType, node: Syntax, scope: Scope): Value {
  const trimmed = written.trim().replace(/^(["'])(.*)\1$/, '$2');
  if (trimmed === 'null') return null;
  if (type === 'datetime' && trimmed.toLowerCase() === 'now') return scope.context.now();
  const value = conversion('string', type)(trimmed) ?? wholePart(trimmed, type);
  if (value === null) throw refused(`\`${written}\` is no ${type}.`, node, scope);
  return value;
}

/** `int(3.7)` is what `toint` makes of a real. */
function wholePart(trimmed: string, type: ScalarType): Value {
  const isWhole = type === 'int' || type === 'long';
  return isWhole ? conversion('real', type)(conversion('string', 'real')(trimmed)) : null;
}

/** The part of a `dynamic(…)` literal: JSON, in which literals of other types may stand. */
function dynamic(node: Syntax, scope: Scope): Dynamic {
  switch (kindOf(node)) {
    case 'JsonObjectExpression':
      return Object.fromEntries(
        listOf(node, 'Pairs').map((pair) => [
          String(textOf(partOf(pair, 'Name'))),
          dynamic(partOf(pair, 'Value'), scope),
        ]),
      ) satisfies Bag;
    case 'JsonArrayExpression':
      return listOf(node, 'Values').map((value) => dynamic(value, scope));
    default: {
      const { type, evaluate, constant: isConstant } = scope.context.compiler.scalar(node, scope);
      if (!isConstant) throw refused('A `dynamic` literal can only hold literals.', node, scope);
      return toDynamic(evaluate([]), type);
    }
  }
}
