import type { Range } from '../range.ts';
import type { Item, Test, TimePart } from '../sigma/expression.ts';
import type { Finding } from './check.ts';
import { shapeOf } from './coverage.ts';
import { type Budget, valueExcludes } from './implication.ts';

/** What is wrong with an item by itself: values that cannot be there at once, or that are always or never found. */
export function itemFindings(item: Item, budget: Budget): readonly MeaningFinding[] {
  const found: MeaningFinding[] = [];
  if (item.quantifier === 'all' && item.field !== undefined && !item.negated)
    found.push(...opposedValues(item, budget));
  // After `neq` the same is never true, which nobody writes by accident.
  const tests =
    item.negated || item.values.length > 50 ? [] : item.values.flatMap(({ alternatives }) => alternatives.slice(0, 5));
  const kinds = tests.flatMap((test) => (test.kind === 'exists' ? [test.value] : []));
  if (item.quantifier === 'any' && kinds.includes(true) && kinds.includes(false)) {
    const message = 'The field is there or it is not: this is true for every event. Keep one of the values.';
    found.push({ code: 'always-true', range: item.fieldRange, message });
  }
  const isEmpty = (test: Test) => test.kind === 'null';
  const isAnything = (test: Test) =>
    test.kind === 'string' && test.pattern.length === 1 && test.pattern[0]?.kind === 'any';
  if (item.quantifier === 'any' && tests.some(isEmpty) && tests.some(isAnything)) {
    const message = 'The field is empty or it is not: this is true for every event. Keep one of the values.';
    found.push({ code: 'always-true', range: item.fieldRange, message });
  }
  for (const { alternatives, range, source } of item.values.slice(0, 50)) {
    const [test] = alternatives;
    if (test === undefined) continue;
    const isFoundAnywhere =
      (isAnything(test) && source === '') || (test.kind === 'regex' && /^(\^?\.\*\$?)?$/.test(source));
    if (isFoundAnywhere && !item.negated) {
      const message = 'This is found in whatever the field holds. Use `exists: true` if that is meant.';
      found.push({ code: 'always-true', range, message });
    }
    if (test.kind !== 'time') continue;
    const always = alwaysIs(test);
    if (always === undefined) continue;
    const [first, last] = timeBounds[test.part] ?? [];
    const message = `A ${test.part} is a number from ${first} to ${last}: this is ${always ? 'always' : 'never'} true.`;
    found.push({ code: 'value-out-of-range', range, message });
  }
  return found;
}

/** All values of a list with `all` have to be there at once. Whole texts, beginnings and ends are left to `all-without-contains`. */
function opposedValues({ field, values }: Item, budget: Budget): readonly MeaningFinding[] {
  if (!values.some(({ alternatives: [test] }) => test?.kind !== 'string' || shapeOf(test).kind === 'contains'))
    return [];
  return values.slice(0, maximumOfItems).flatMap((value, index) => {
    const other = values.slice(0, index).find((each) => valueExcludes(each, value, budget));
    return other === undefined ? [] : [opposed(field, value.range, other.range)];
  });
}

/** What a comparison with a part of a time always is; undefined if that depends on the time. */
function alwaysIs({ part, operator, value }: Extract<Test, { readonly kind: 'time' }>): boolean | undefined {
  const [first, last] = timeBounds[part] ?? [];
  if (first === undefined || last === undefined) return undefined;
  switch (operator) {
    case 'eq':
      return value < first || value > last ? false : undefined;
    case 'gt':
      return value >= last ? false : value < first ? true : undefined;
    case 'gte':
      return value > last ? false : value <= first ? true : undefined;
    case 'lt':
      return value <= first ? false : value > last ? true : undefined;
    case 'lte':
      return value < first ? false : value >= last ? true : undefined;
  }
}

const timeBounds: Readonly<Partial<Record<TimePart, readonly [number, number]>>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
};
/** A contradiction between what stands at two places. */
export function opposed(field: string | undefined, range: Range, other: Range): MeaningFinding {
  return {
    code: 'contradiction',
    range,
    message: `\`${field}\` cannot be this and what is asked for elsewhere at the same time: this is never true.`,
    related: [{ message: 'It has to be this as well.', range: other }],
  };
}

/** More of them in one selection are no rule. */
export const maximumOfItems = 200;

export type MeaningCode =
  | 'contradiction'
  | 'filter-takes-everything'
  | 'filter-takes-nothing'
  | 'always-true'
  | 'value-out-of-range';

export type MeaningFinding = Finding & { readonly code: MeaningCode };
