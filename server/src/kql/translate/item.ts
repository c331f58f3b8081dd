import type { Range } from '../../range.ts';
import type { Item, ItemValue, Test } from '../../sigma/expression.ts';
import type { Scalar } from '../ast.ts';
import { and, binary, call, from, not, text } from '../build.ts';
import type { MappedField } from '../tableMapping.ts';
import { casesPredicate } from './cases.ts';
import { cidrPredicate } from './cidr.ts';
import { approximate, type Context, neverMatches, refuse } from './context.ts';
import { fieldrefPredicate } from './fieldref.ts';
import { hashesPredicate } from './hashes.ts';
import { keywordPredicate } from './keywords.ts';
import { linesPredicate } from './lines.ts';
import { anyOf } from './merge.ts';
import { boolPredicate, comparePredicate, numberPredicate, textOnNumber } from './numeric.ts';
import { passesEmpty, regexPredicate } from './regex.ts';
import { registryDataPredicate } from './registryData.ts';
import { type Subject, subjectOf } from './subject.ts';
import { absentPredicate, numberSpellings, presentPredicate, textPredicate } from './text.ts';
import { timePredicate } from './time.ts';
import { unmappedField } from './unmapped.ts';
import { isOpen, placeholderPredicate } from './watchlist.ts';

/** One `field|modifiers: values` of the rule; each value and the item as a whole keep their places in it. */
export function itemPredicate(item: Item, context: Context): Scalar {
  const predicateOf = testsOf(item, context);
  const predicate = predicateOf === undefined ? undefined : valuesPredicate(item, predicateOf);
  if (predicate === undefined || item.field === undefined) {
    return predicate ?? unmappedField(item.field ?? '', item.fieldRange, context);
  }
  return from(item.negated ? not(predicate) : predicate, item.range);
}

type PredicateOf = (test: Test, range: Range) => Scalar;

/** How a test of this item becomes a predicate; undefined if the table does not have the field. */
function testsOf(item: Item, context: Context): PredicateOf | undefined {
  if (item.field === undefined) return closed((test, range) => keywordPredicate(item, test, range, context), context);
  const mapped = context.mapping.fields.get(item.field);
  if (mapped === undefined) return undefined;
  if (mapped.approximate !== undefined) {
    approximate(context, `\`${item.field}\` in \`${context.table}\`: ${mapped.approximate}.`, item.fieldRange);
  }
  return predicatesOn(item.field, mapped, item.fieldRange, context);
}

function predicatesOn(field: string, mapped: MappedField, fieldRange: Range, context: Context): PredicateOf {
  switch (mapped.kind) {
    case 'cases':
      return closed((test, range) => casesPredicate(field, mapped, test, range, context), context);
    case 'hashes':
      return closed((test, range) => hashesPredicate(field, mapped, test, range, context), context);
    case 'registryData':
      return closed((test, range) => registryDataPredicate(field, mapped, test, range, context), context);
    case 'column':
    case 'computed': {
      const subject = subjectOf(field, mapped, fieldRange, context);
      if (subject.holds === 'lines') return (test, range) => linesPredicate(subject, test, range, context);
      return (test, range) => testPredicate(subject, test, range, context);
    }
  }
}

/** These take no values from elsewhere. */
function closed(predicateOf: PredicateOf, context: Context): PredicateOf {
  return (test, range) =>
    isOpen(test) ? placeholderPredicate(test, undefined, range, context) : predicateOf(test, range);
}

function valuesPredicate({ quantifier, values }: Item, predicateOf: PredicateOf): Scalar {
  return quantifier === 'all'
    ? and(values.map((value) => anyOf(predicatesOf([value], predicateOf))))
    : anyOf(predicatesOf(values, predicateOf));
}

function* predicatesOf(values: readonly ItemValue[], predicateOf: PredicateOf): Iterable<Scalar> {
  for (const { alternatives, range } of values)
    for (const test of alternatives) yield from(predicateOf(test, range), range);
}

/** A test on a column, by the column's type. */
function testPredicate(subject: Subject, test: Test, range: Range, context: Context): Scalar {
  const { type } = subject;
  const isText = type === 'string';
  switch (test.kind) {
    case 'null':
      return isText ? absentPredicate(subject) : call('isnull', subject.scalar);
    case 'exists':
      if (isText) return test.value ? presentPredicate(subject) : absentPredicate(subject);
      return call(test.value ? 'isnotnull' : 'isnull', subject.scalar);
    case 'string':
      if (isOpen(test)) return placeholderPredicate(test, subject, range, context);
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
      return cidrPredicate(isText ? subject.scalar : call('tostring', subject.scalar), test);
    case 'compare':
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
      const [part] = pattern;
      const value = pattern.length === 1 && part?.kind === 'text' ? part.text.toLowerCase() : undefined;
      if (value === 'true' || value === 'false') return boolPredicate(subject, value === 'true');
      return neverMatches(context, `\`${subject.field}\` is true or false in \`${context.table}\`.`, range);
    }
    case 'guid':
    case 'dynamic':
      return textPredicate({ ...subject, scalar: call('tostring', subject.scalar) }, pattern, cased, range, context);
    case 'datetime':
    case 'timespan': {
      const message = `\`${subject.field}\` is a ${subject.type} in \`${context.table}\`, which has no text to compare.`;
      return refuse(context, 'unsupported-value', message, range);
    }
  }
}

function onNumber(subject: Subject, value: number | bigint, range: Range, context: Context): Scalar {
  const { type } = subject;
  if (type === 'int' || type === 'long' || type === 'real') return numberPredicate(subject, value, range, context);
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
  const scalar = subject.type === 'string' ? subject.scalar : call('tostring', subject.scalar);
  const predicate = regexPredicate(scalar, test);
  if (subject.rewrites.length > 0) {
    const message = `\`${subject.field}\` is spelled otherwise in \`${context.table}\`, and the regular expression sees the table's spelling.`;
    approximate(context, message, range);
  }
  if (!passesEmpty(test)) return predicate;
  return and([subject.type === 'string' ? presentPredicate(subject) : call('isnotnull', subject.scalar), predicate]);
}

function onlyFileName(subject: Subject, range: Range, context: Context): Scalar {
  const message = `\`${context.table}\` has only the file name of \`${subject.field}\`, which this expression may look beyond.`;
  return refuse(context, 'unsupported-value', message, range);
}
