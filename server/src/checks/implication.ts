import type { Comparison, Item, ItemValue, Test } from '../sigma/expression.ts';
import { openPlaceholder } from '../sigma/placeholders.ts';
import {
  coversNetwork,
  coversShape,
  excludesNetwork,
  excludesShape,
  type Shape,
  type StringTest,
  shapeOf,
} from './coverage.ts';

/** Whether every event that has `premise` has `conclusion`; false where that is not certain. Both are about one field. */
export function implies(premise: Item, conclusion: Item, budget: Budget): boolean {
  if (premise.field !== conclusion.field || premise.negated !== conclusion.negated) return false;
  if (premise.negated) return implies({ ...conclusion, negated: false }, { ...premise, negated: false }, budget);
  const holds = (value: ItemValue): boolean =>
    premise.quantifier === 'all'
      ? premise.values.some((own) => valueImplies(own, value, budget))
      : premise.values.length === 1 && premise.values.every((own) => valueImplies(own, value, budget));
  if (conclusion.quantifier === 'all') {
    return conclusion.values.every((value) =>
      premise.quantifier === 'all' ? holds(value) : premise.values.every((own) => valueImplies(own, value, budget)),
    );
  }
  if (premise.quantifier === 'all') return conclusion.values.some(holds);
  return premise.values.every((own) => conclusion.values.some((value) => valueImplies(own, value, budget)));
}

/**
 * Whether no event has both; false where that is not certain. A field is taken to hold one value: an event whose field is a
 * list could have both.
 */
export function excludes(first: Item, second: Item, budget: Budget): boolean {
  if (first.field === undefined || first.field !== second.field) return false;
  if (first.negated !== second.negated) {
    const [positive, negative] = first.negated ? [second, first] : [first, second];
    return implies(positive, { ...negative, negated: false }, budget);
  }
  if (first.negated) return false;
  const impossible = (value: ItemValue, other: ItemValue) => valueExcludes(value, other, budget);
  if (first.quantifier === 'all' && second.quantifier === 'all')
    return first.values.some((value) => second.values.some((other) => impossible(value, other)));
  if (first.quantifier === 'all')
    return first.values.some((value) => second.values.every((other) => impossible(value, other)));
  if (second.quantifier === 'all')
    return second.values.some((other) => first.values.every((value) => impossible(value, other)));
  return first.values.every((value) => second.values.every((other) => impossible(value, other)));
}

/** How many tests may still be compared: the answer is "not certain" when nothing is left, so that long lists take no time. */
export interface Budget {
  left: number;
}

function spend(budget: Budget): boolean {
  budget.left -= 1;
  return budget.left > 0;
}

function valueImplies(premise: ItemValue, conclusion: ItemValue, budget: Budget): boolean {
  return premise.alternatives.every((test) =>
    conclusion.alternatives.some((other) => spend(budget) && testImplies(test, other)),
  );
}

/** Whether no event has both values in one field; false where that is not certain. */
export function valueExcludes(first: ItemValue, second: ItemValue, budget: Budget): boolean {
  return first.alternatives.every((test) =>
    second.alternatives.every((other) => spend(budget) && testExcludes(test, other)),
  );
}

function testImplies(premise: Test, conclusion: Test): boolean {
  if (isOpen(premise) || isOpen(conclusion)) return false;
  if (premise.kind === 'string' && conclusion.kind === 'string')
    return coversShape(shapeFor(conclusion), shapeFor(premise));
  if (premise.kind === 'cidr' && conclusion.kind === 'cidr') return coversNetwork(conclusion, premise);
  if (conclusion.kind === 'exists' && conclusion.value)
    return (
      premise.kind === 'string' || premise.kind === 'number' || premise.kind === 'regex' || premise.kind === 'cidr'
    );
  if (conclusion.kind === 'compare' && premise.kind === 'number')
    return compares(premise.value, conclusion.operator, conclusion.value);
  if (premise.kind !== conclusion.kind) return false;
  return JSON.stringify(premise, plain) === JSON.stringify(conclusion, plain);
}

function testExcludes(first: Test, second: Test): boolean {
  if (isOpen(first) || isOpen(second)) return false;
  return excludesInOrder(first, second) || excludesInOrder(second, first);
}

function shapeFor(test: StringTest): Shape {
  let shape = shapes.get(test);
  if (shape === undefined) {
    shape = shapeOf(test);
    shapes.set(test, shape);
  }
  return shape;
}

/** Each test is compared with many others. */
const shapes = new WeakMap<StringTest, Shape>();

function excludesInOrder(first: Test, second: Test): boolean {
  switch (first.kind) {
    case 'string':
      if (second.kind === 'string') return excludesShape(shapeFor(first), shapeFor(second));
      if (second.kind === 'cidr') return excludesNetwork(shapeFor(first), second);
      if (second.kind === 'compare') return excludesNumber(shapeFor(first), second);
      // A number in the rule is the same number as text in the event.
      return second.kind === 'number' && excludesShape(shapeFor(first), shapeOf(asText(second.text)));
    case 'number':
      if (second.kind === 'number') return first.value !== second.value;
      return second.kind === 'compare' && !compares(first.value, second.operator, second.value);
    case 'exists':
      if (second.kind === 'exists') return first.value !== second.value;
      return !first.value && second.kind !== 'null';
    case 'null':
      return ['number', 'boolean', 'regex', 'cidr', 'compare'].includes(second.kind) || isSubstantial(second);
    case 'boolean':
      return second.kind === 'boolean' && first.value !== second.value;
    case 'compare':
      return second.kind === 'compare' && noneBetween(first, second);
    case 'cidr':
      return second.kind === 'cidr' && !coversNetwork(first, second) && !coversNetwork(second, first);
    case 'time':
      return second.kind === 'time' && first.part === second.part && noneInBoth(first, second);
    case 'regex':
    case 'fieldref':
      return false;
  }
}

/** Whether a text is a number on the wrong side of a bound. Other texts are left alone: who knows what a product makes of them. */
function excludesNumber(shape: Shape, { operator, value }: Compare): boolean {
  return shape.kind === 'equals' && /^-?\d{1,15}$/.test(shape.text) && !compares(Number(shape.text), operator, value);
}

type PartOfTime = Extract<Test, { readonly kind: 'time' }>;

/** Parts of times are whole numbers. */
function noneInBoth(first: PartOfTime, second: PartOfTime): boolean {
  const [least, most] = [first, second].map(numbersOf).reduce(([low, high], [least, most]) => {
    return [Math.max(low, least), Math.min(high, most)];
  });
  return least > most;
}

function numbersOf({ operator, value }: PartOfTime): readonly [least: number, most: number] {
  switch (operator) {
    case 'eq':
      return [value, value];
    case 'gt':
      return [Math.floor(value) + 1, Number.POSITIVE_INFINITY];
    case 'gte':
      return [Math.ceil(value), Number.POSITIVE_INFINITY];
    case 'lt':
      return [Number.NEGATIVE_INFINITY, Math.ceil(value) - 1];
    case 'lte':
      return [Number.NEGATIVE_INFINITY, Math.floor(value)];
  }
}

function isSubstantial(test: Test): boolean {
  return test.kind === 'string' && test.pattern.some(({ kind }) => kind === 'text');
}

function asText(text: string): Extract<Test, { readonly kind: 'string' }> {
  return { kind: 'string', pattern: [{ kind: 'text', text }], cased: false };
}

function compares(value: number | bigint, operator: Comparison, bound: number | bigint): boolean {
  switch (operator) {
    case 'lt':
      return value < bound;
    case 'lte':
      return value <= bound;
    case 'gt':
      return value > bound;
    case 'gte':
      return value >= bound;
  }
}

type Compare = Extract<Test, { readonly kind: 'compare' }>;

/** Whether no number is on the right side of both bounds. */
function noneBetween(first: Compare, second: Compare): boolean {
  const isLower = ({ operator }: Compare) => operator === 'gt' || operator === 'gte';
  if (isLower(first) === isLower(second)) return false;
  const [lower, upper] = isLower(first) ? [first, second] : [second, first];
  if (lower.value > upper.value) return true;
  return lower.value >= upper.value && (lower.operator === 'gt' || upper.operator === 'lt');
}

function isOpen(test: Test): boolean {
  return openPlaceholder(test) !== undefined;
}

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
