import type { Range } from '../../range.ts';
import type { Item, ItemValue, Test } from '../../sigma/expression.ts';
import { regexFault } from '../../sigma/regex.ts';
import type { Scalar } from '../ast.ts';
import { and, from, not } from '../build.ts';
import type { MappedField } from '../tableMapping.ts';
import { casesPredicate } from './cases.ts';
import { testPredicate } from './columnTest.ts';
import { approximate, type Context, refuse } from './context.ts';
import { hashesPredicate } from './hashes.ts';
import { keywordPredicate } from './keywords.ts';
import { linesPredicate } from './lines.ts';
import { anyOf } from './merge.ts';
import { isOpen, placeholderPredicate } from './placeholder.ts';
import { registryDataPredicate } from './registryData.ts';
import { subjectOf } from './subject.ts';
import { unmappedField } from './unmapped.ts';

/** One `field|modifiers: values` of the rule; each value and the item as a whole keep their places in it. */
export function itemPredicate(item: Item, context: Context): Scalar {
  const predicateOf = soundOnly(testsOf(item, context), item, context);
  const predicate = predicateOf === undefined ? undefined : valuesPredicate(item, predicateOf);
  if (predicate === undefined || item.field === undefined) {
    return predicate ?? unmappedField(item.field ?? '', item.fieldRange, context);
  }
  return from(item.negated ? not(predicate) : predicate, item.range);
}

type PredicateOf = (test: Test, range: Range) => Scalar;

/** Values of placeholders are parts of regular expressions, which RE2 has to be able to run then. */
function soundOnly(predicateOf: PredicateOf | undefined, item: Item, context: Context): PredicateOf | undefined {
  if (predicateOf === undefined || !item.modifiers.includes('expand')) return predicateOf;
  return (test, range) => {
    const fault = test.kind === 'regex' && test.open === undefined ? regexFault(test.source) : undefined;
    if (fault === undefined || test.kind !== 'regex') return predicateOf(test, range);
    return refuse(context, 'unsupported-value', `With its values this is \`${test.source}\`. ${fault}`, range);
  };
}

/** How a test of this item becomes a predicate; undefined if the table does not have the field. */
function testsOf(item: Item, context: Context): PredicateOf | undefined {
  if (item.field === undefined) return (test, range) => keywordPredicate(item, test, range, context);
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
      const onColumn = subject.holds === 'lines' || subject.holds === 'texts' ? linesPredicate : testPredicate;
      return (test, range) =>
        isOpen(test) ? placeholderPredicate(test, subject, range, context) : onColumn(subject, test, range, context);
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
