import type { Range } from '../../range.ts';
import type { Comparison, Test } from '../../sigma/expression.ts';
import type { Pattern } from '../../sigma/pattern.ts';
import type { Scalar } from '../ast.ts';
import { binary, bool, call, integer, verbatim } from '../build.ts';
import { type Context, neverMatches } from './context.ts';
import { plainText } from './patterns.ts';
import type { Subject } from './subject.ts';
import { numberIn, patternPredicate } from './text.ts';

/** A string test on a column of numbers: the number that the text is, or a comparison of the number's text. */
export function textOnNumber(
  subject: Subject,
  pattern: Pattern,
  cased: boolean,
  range: Range,
  context: Context,
): Scalar {
  const plain = plainText(pattern);
  if (plain === undefined) {
    if (pattern.length === 1 && pattern[0]?.kind === 'any') return call('isnotnull', subject.scalar);
    return patternPredicate({ scalar: call('tostring', subject.scalar) }, pattern, cased);
  }
  if (plain === '') return call('isnull', subject.scalar);
  const number = numberIn(plain) ?? (subject.type === 'real' && isReal(plain) ? Number(plain) : undefined);
  if (number !== undefined) return numberPredicate(subject, number, range, context);
  return neverMatches(
    context,
    `\`${subject.field}\` is a number in \`${context.table}\`, and \`${plain}\` is none.`,
    range,
  );
}

/** Equality with a column of numbers. */
export function numberPredicate(subject: Subject, value: number | bigint, range: Range, context: Context): Scalar {
  const isReal = subject.type === 'real';
  if (isReal ? BigInt(Math.trunc(Number(value))) === integerPart(value) : isLong(value))
    return binary(subject.scalar, '==', numeral(value));
  const kind = isReal ? 'number of 53 bits' : 'whole number of 64 bits';
  const message = `\`${subject.field}\` is a ${kind} in \`${context.table}\`: it can never be ${value}.`;
  return neverMatches(context, message, range);
}

/** `true` and `false` as a column of that type has them. */
export function boolPredicate(subject: Subject, value: boolean): Scalar {
  return binary(subject.scalar, '==', bool(value));
}

/** An order comparison. Text is taken as a number where it is one; where it is none Kusto answers null. */
export function comparePredicate(subject: Subject, { operator, value }: Extract<Test, { kind: 'compare' }>): Scalar {
  const exact = typeof value === 'bigint' || !Number.isInteger(value) || Number.isSafeInteger(value);
  if (subject.type === 'real') return compareReal(subject.scalar, operator, value);
  if (subject.type === 'int' || subject.type === 'long') {
    if (isLong(value) || !exceedsLong(value)) return binary(subject.scalar, comparisons[operator], integer(value));
    return value > 0 === operator.startsWith('l') ? call('isnotnull', subject.scalar) : bool(false);
  }
  const wide = typeof value === 'bigint' || !exact;
  const number = call(wide ? 'todecimal' : 'todouble', subject.scalar);
  return binary(number, comparisons[operator], wide ? verbatim(`decimal(${value})`) : integer(value));
}

export const comparisons: Readonly<Record<Comparison, '<' | '<=' | '>' | '>='>> = {
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
};

function isLong(value: number | bigint): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 63;
  return BigInt.asIntN(64, value) === value;
}

/** No column of whole numbers has a value beyond it. */
function exceedsLong(value: number | bigint): boolean {
  return value >= 2n ** 63n || value < -(2n ** 63n);
}

/** A column of reals has none between two neighbours of 53 bits, so the bound may be the next of them. */
function compareReal(scalar: Scalar, operator: Comparison, value: number | bigint): Scalar {
  const nearest = Number(value);
  if (typeof value === 'number' || BigInt(nearest) === value)
    return binary(scalar, comparisons[operator], numeral(value));
  const isAbove = BigInt(nearest) > value;
  const next = operator.startsWith('g') ? (isAbove ? '>=' : '>') : isAbove ? '<' : '<=';
  return binary(scalar, next, numeral(nearest));
}

function integerPart(value: number | bigint): bigint {
  return typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
}

/** A whole number beyond 64 bits is written as a real. */
function numeral(value: number | bigint): Scalar {
  return exceedsLong(value) ? verbatim(`real(${Number(value)})`) : integer(value);
}

function isReal(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}
