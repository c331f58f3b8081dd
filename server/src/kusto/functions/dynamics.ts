import { Failure } from '../failure.ts';
import { joined, mostElements, tooManyElements } from '../values/bounds.ts';
import { keyOf, orderOf } from '../values/compare.ts';
import { dynamicText, fromDynamic, toDynamic, typeOfDynamic } from '../values/convert.ts';
import { type Bag, type Dynamic, type DynamicArray, isArray, isBag, type Value } from '../values/value.ts';
import type { FunctionFamily, ScalarFunction } from './function.ts';
import { keysOfPath, valueAt } from './jsonPath.ts';

/** Arrays, bags and sets. What is not of the kind that is asked for makes the result null. */
export const dynamics: FunctionFamily = {
  array_length: { parameters: ['dynamic'], evaluate: (value: Value) => (isArray(value) ? value.length : null) },
  arraylength: { parameters: ['dynamic'], evaluate: (value: Value) => (isArray(value) ? value.length : null) },
  array_slice: ofArray((array, start, end) =>
    array.slice(Number(start), Number(end) === -1 ? undefined : Number(end) + 1),
  ),
  array_concat: {
    parameters: ['dynamic'],
    evaluate: (...arrays: Value[]) => concatenated(arrays),
  },
  array_reverse: ofArray((array) => [...array].reverse()),
  array_sort_asc: sorter(1),
  array_sort_desc: sorter(-1),
  array_sum: ofArray(sum),
  bag_keys: { parameters: ['dynamic'], evaluate: (value: Value) => (isBag(value) ? Object.keys(value) : null) },
  bag_has_key: {
    parameters: ['dynamic', 'string'],
    evaluate: (value: Value, key: string) => isBag(value) && valueAt(value, namesOf(key)) !== undefined,
  },
  bag_merge: { parameters: ['dynamic'], nulls: 'given', evaluate: merge },
  bag_remove_keys: { parameters: ['dynamic', 'dynamic'], evaluate: removeKeys },
  bag_pack: {
    parameters: ['any'],
    nulls: 'given',
    bind:
      ({ types }) =>
      (...values) =>
        pack(values.map((value, index) => toDynamic(value, types[index] ?? 'dynamic'))),
  },
  pack: {
    parameters: ['any'],
    nulls: 'given',
    bind:
      ({ types }) =>
      (...values) =>
        pack(values.map((value, index) => toDynamic(value, types[index] ?? 'dynamic'))),
  },
  pack_dictionary: {
    parameters: ['any'],
    nulls: 'given',
    bind:
      ({ types }) =>
      (...values) =>
        pack(values.map((value, index) => toDynamic(value, types[index] ?? 'dynamic'))),
  },
  pack_array: {
    parameters: ['any'],
    nulls: 'given',
    bind:
      ({ types }) =>
      (...values) =>
        values.map((value, index) => toDynamic(value, types[index] ?? 'dynamic')),
  },
  set_has_element: {
    parameters: ['dynamic', 'any'],
    bind:
      ({ types }) =>
      (array = null, value = null) =>
        isArray(array) ? Number(indexIn(array, toDynamic(value, types[1] ?? 'dynamic'))) >= 0 : null,
  },
  set_union: {
    parameters: ['dynamic'],
    evaluate: (...sets: Value[]) => [...unique(concatenated(sets)).values()],
  },
  set_intersect: {
    parameters: ['dynamic'],
    evaluate: (...sets: Value[]) => combine(sets, (others, key) => others.every((other) => other.has(key))),
  },
  set_difference: {
    parameters: ['dynamic'],
    evaluate: (...sets: Value[]) => combine(sets, (others, key) => !others.some((other) => other.has(key))),
  },
  set_equals: { parameters: ['dynamic', 'dynamic'], evaluate: sameSet },
  strcat_array: {
    parameters: ['dynamic', 'string'],
    evaluate: (array: Value, delimiter: string) => (isArray(array) ? joined(array.map(dynamicText), delimiter) : ''),
  },
  zip: { parameters: ['dynamic'], evaluate: zip },
  repeat: {
    parameters: ['any', 'size'],
    nulls: 'given',
    bind:
      ({ types }) =>
      (value = null, count = null) =>
        count === null || Number(count) < 0
          ? null
          : Array.from({ length: Math.min(Number(count), mostElements) }, () =>
              toDynamic(value, types[0] ?? 'dynamic'),
            ),
  },
};

function concatenated(given: readonly Value[]): DynamicArray {
  const arrays = given.filter(isArray);
  if (arrays.reduce((sum, { length }) => sum + length, 0) > mostElements) throw tooManyElements();
  return arrays.flat(1);
}

function ofArray(compute: (array: DynamicArray, ...values: Value[]) => Value): ScalarFunction {
  return {
    parameters: ['dynamic', 'any'],
    evaluate: (array: Value, ...values: Value[]) => (isArray(array) ? compute(array, ...values) : null),
  };
}

function indexIn(array: Value, value: Dynamic): number | null {
  if (!isArray(array)) return null;
  const key = keyOf(value, 'dynamic');
  return array.findIndex((each) => keyOf(each, 'dynamic') === key);
}

/** Null if an element is no number. */
function sum(array: DynamicArray): Value {
  const numbers = array.map((each) => (typeOfDynamic(each) === 'string' ? null : fromDynamic(each, 'real')));
  return numbers.includes(null) ? null : numbers.reduce((total: number, each) => total + Number(each), 0);
}

/** Nulls come last, unless the last argument is false. */
function sorter(direction: 1 | -1): ScalarFunction {
  const order = orderOf('dynamic');
  return {
    parameters: ['dynamic', 'any'],
    bind: ({ types }) => {
      if (types.slice(1).some((type) => type !== 'bool'))
        throw new Failure('kql-not-implemented', 'Sorting several arrays by one is not run here.');
      return (array = null, nullsLast = true) =>
        isArray(array)
          ? [...array].sort((left, right) =>
              left === null || right === null
                ? (Number(left === null) - Number(right === null)) * (nullsLast === true ? 1 : -1)
                : direction * order(left, right),
            )
          : null;
    },
  };
}

/** Of several equal keys the first counts. */
function merge(...bags: Value[]): Value {
  const members = new Map<string, Dynamic>();
  for (const bag of bags) {
    if (!isBag(bag)) continue;
    for (const [key, value] of Object.entries(bag)) if (!members.has(key)) members.set(key, value);
  }
  return Object.fromEntries(members);
}

function removeKeys(bag: Value, keys: Value): Value {
  if (!isBag(bag) || !isArray(keys)) return null;
  return keys.map(dynamicText).reduce<Bag>((rest, key) => without(rest, namesOf(key)), bag);
}

function without(bag: Bag, [name = '', ...rest]: readonly string[]): Bag {
  const { [name]: removed, ...others } = bag;
  if (rest.length === 0) return others;
  return isBag(removed) ? { ...bag, [name]: without(removed, rest) } : bag;
}

/** A key that starts with `$` is a path. */
function namesOf(key: string): string[] {
  if (!key.startsWith('$')) return [key];
  const names = keysOfPath(key);
  if (names?.length && names.every((each) => typeof each === 'string')) return names;
  throw new Failure('kql-not-implemented', `The path \`${key}\` is not followed here.`);
}

function pack(values: readonly Dynamic[]): Bag {
  return Object.fromEntries(
    Array.from({ length: Math.floor(values.length / 2) }, (_, index) => [
      dynamicText(values[2 * index] ?? ''),
      values[2 * index + 1] ?? null,
    ]),
  );
}

function unique(items: DynamicArray): Map<unknown, Dynamic> {
  return new Map(items.map((each) => [keyOf(each, 'dynamic'), each]));
}

function combine(
  sets: readonly Value[],
  keep: (others: readonly Map<unknown, Dynamic>[], key: unknown) => boolean,
): Value {
  const [first, ...others] = sets.map((each) => unique(isArray(each) ? each : []));
  return first === undefined ? null : [...first].filter(([key]) => keep(others, key)).map(([, value]) => value);
}

function sameSet(left: Value, right: Value): Value {
  if (!isArray(left) || !isArray(right)) return null;
  const [one, other] = [unique(left), unique(right)];
  return one.size === other.size && [...one.keys()].every((key) => other.has(key));
}

function zip(...arrays: Value[]): Value {
  const length = Math.max(...arrays.map((each) => (isArray(each) ? each.length : 1)));
  return Array.from({ length }, (_, index) =>
    arrays.map((each) => (isArray(each) ? (each[index] ?? null) : (each as Dynamic))),
  );
}
