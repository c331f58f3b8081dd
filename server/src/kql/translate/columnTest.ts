import type { ColumnType } from '../../catalog/columns.ts';
import type { Range } from '../../range.ts';
import type { Test } from '../../sigma/expression.ts';
import type { Pattern } from '../../sigma/pattern.ts';
import type { Scalar } from '../ast.ts';
import { and, binary, call, text } from '../build.ts';
import { cidrPredicate } from './cidr.ts';
import { approximate, type Context, neverMatches, refuse } from './context.ts';
import { elementsPredicate } from './elements.ts';
import { fieldrefPredicate } from './fieldref.ts';
import { anyOf } from './merge.ts';
import { boolPredicate, comparePredicate, numberPredicate, textOnNumber } from './numeric.ts';
import { isRespelt, matchesPattern } from './patterns.ts';
import { passesEmpty, passesRegex, regexPredicate } from './regex.ts';
import type { Subject } from './subject.ts';
import { absentPredicate, numberSpellings, patternPredicate, presentPredicate, textPredicate } from './text.ts';
import { timePredicate } from './time.ts';

/** A test on a column, by the column's type. */
export function testPredicate(subject: Subject, test: Test, range: Range, context: Context): Scalar {
  const { type } = subject;
  const isText = type === 'string';
  switch (test.kind) {
    case 'null':
      return isText ? absentPredicate(subject) : call('isnull', subject.scalar);
    case 'exists':
      if (isText) return test.value ? presentPredicate(subject) : absentPredicate(subject);
      return call(test.value ? 'isnotnull' : 'isnull', subject.scalar);
    case 'string':
      return stringPredicate(subject, test, range, context);
    case 'number':
      return onNumber(subject, test.value, range, context);
    case 'boolean':
      return stringPredicate(
        subject,
        { pattern: [{ kind: 'text', text: String(test.value) }], cased: false },
        range,
        context,
      );
    case 'regex':
      if (subject.holds === 'fileName') return onlyFileName(subject, range, context);
      return expressionPredicate(subject, test, range, context);
    case 'cidr':
      return isText ? cidrPredicate(subject.scalar, test) : wrongType(subject, 'a network', range, context);
    case 'compare':
      if (!isText && !isNumeric(type)) return wrongType(subject, 'a number', range, context);
      return comparePredicate(subject, test);
    case 'time':
      return timePredicate(subject, test, range, context);
    case 'fieldref':
      return fieldrefPredicate(subject, test, range, context);
  }
}

function stringPredicate(
  subject: Subject,
  { pattern, cased }: Pick<Extract<Test, { kind: 'string' }>, 'pattern' | 'cased'>,
  range: Range,
  context: Context,
): Scalar {
  switch (subject.type) {
    case 'string':
      return textPredicate(subject, pattern, cased, range, context);
    case 'int':
    case 'long':
    case 'real':
      return textOnNumber(subject, pattern, cased, range, context);
    case 'bool': {
      const values = [true, false].filter((value) => matchesPattern(pattern, String(value), cased));
      const [value] = values;
      if (value === undefined)
        return neverMatches(context, `\`${subject.field}\` is true or false in \`${context.table}\`.`, range);
      return values.length === 1 ? boolPredicate(subject, value) : call('isnotnull', subject.scalar);
    }
    case 'dynamic':
      return elementsPredicate(subject, pattern, cased, range, context);
    case 'guid':
      return guidPredicate(subject, pattern, range, context);
    case 'datetime':
    case 'timespan':
      if (pattern.length === 1 && pattern[0]?.kind === 'any') return call('isnotnull', subject.scalar);
      return wrongType(subject, 'a text', range, context);
  }
}

/** Kusto writes a guid in small letters and without braces, which many logs put around it. */
function guidPredicate(subject: Subject, pattern: Pattern, range: Range, context: Context): Scalar {
  const bare = pattern.map((part) => (part.kind === 'text' ? { ...part, text: part.text.replace(/[{}]/g, '') } : part));
  const texts = bare.filter((part) => part.kind !== 'text' || part.text !== '');
  if (pattern.length > 0 && texts.every(({ kind }) => kind === 'any')) return call('isnotnull', subject.scalar);
  if (pattern.length === 0) return call('isnull', subject.scalar);
  if (texts.length === 0)
    return neverMatches(context, `\`${subject.field}\` is a guid in \`${context.table}\`, and this is none.`, range);
  return patternPredicate({ scalar: call('tostring', subject.scalar) }, texts, false);
}

function isNumeric(type: ColumnType): boolean {
  return type === 'int' || type === 'long' || type === 'real';
}

function wrongType(subject: Subject, asked: string, range: Range, context: Context): Scalar {
  const message = `\`${subject.field}\` is of the type ${subject.type} in \`${context.table}\` and cannot be compared with ${asked}.`;
  return refuse(context, 'unsupported-value', message, range);
}

function onNumber(subject: Subject, value: number | bigint, range: Range, context: Context): Scalar {
  const { type } = subject;
  if (isNumeric(type)) return numberPredicate(subject, value, range, context);
  const integer = typeof value === 'bigint' ? value : Number.isInteger(value) ? BigInt(value) : undefined;
  if (type === 'string' && subject.forms.length > 0 && integer !== undefined) {
    return anyOf(numberSpellings(integer, subject.forms).map((written) => binary(subject.scalar, '=~', text(written))));
  }
  return stringPredicate(subject, { pattern: [{ kind: 'text', text: String(value) }], cased: false }, range, context);
}

function expressionPredicate(
  subject: Subject,
  test: Extract<Test, { kind: 'regex' }>,
  range: Range,
  context: Context,
): Scalar {
  if (subject.type === 'datetime' || subject.type === 'timespan' || subject.type === 'real')
    return wrongType(subject, 'a regular expression', range, context);
  const scalar = subject.type === 'string' ? subject.scalar : call('tostring', subject.scalar);
  const predicate = regexPredicate(scalar, test);
  if (subject.type === 'dynamic') {
    const message = `\`${subject.field}\` may be a list in \`${context.table}\`, and the regular expression sees all of it as JSON.`;
    approximate(context, message, range);
  }
  if (isRespelt(subject.rewrites) || subject.rewrites.some(({ find }) => test.source.includes(find))) {
    const message = `\`${subject.field}\` is spelled otherwise in \`${context.table}\`, and the regular expression sees the table's spelling.`;
    approximate(context, message, range);
  }
  if (subject.type !== 'string')
    return passesRegex(test, '') ? and([call('isnotnull', subject.scalar), predicate]) : predicate;
  return passesEmpty(test) ? and([presentPredicate(subject), predicate]) : predicate;
}

function onlyFileName(subject: Subject, range: Range, context: Context): Scalar {
  const message = `\`${context.table}\` has only the file name of \`${subject.field}\`, which this expression may look beyond.`;
  return refuse(context, 'unsupported-value', message, range);
}
