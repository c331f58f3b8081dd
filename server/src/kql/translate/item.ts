import type { Range } from '../../range.ts';
import type { Item, ItemValue, Test } from '../../sigma/expression.ts';
import type { Scalar } from '../ast.ts';
import { and, from, not } from '../build.ts';
import type { MappedField } from '../tableMapping.ts';
import { casesPredicate } from './cases.ts';
import { testPredicate } from './columnTest.ts';
import { approximate, type Context } from './context.ts';
import { hashesPredicate } from './hashes.ts';
import { keywordPredicate } from './keywords.ts';
import { linesPredicate } from './lines.ts';
import { anyOf } from './merge.ts';
import { registryDataPredicate } from './registryData.ts';
import { subjectOf } from './subject.ts';
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
      if (subject.holds === 'lines' || subject.holds === 'texts')
        return (test, range) => linesPredicate(subject, test, range, context);
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
