import { joined } from '../values/bounds.ts';
import { keyOf } from '../values/compare.ts';
import { dynamicText, toDynamic } from '../values/convert.ts';
import { Boxed, type Dynamic, type DynamicArray, isArray, type ScalarType, type Value } from '../values/value.ts';
import type { Call, FunctionFamily, ScalarFunction } from './function.ts';

/** Places and orders within arrays. What is no array makes the result null. */
export const arrays: FunctionFamily = {
  array_iff: { parameters: ['dynamic', 'any'], nulls: 'given', bind: choose },
  array_iif: { parameters: ['dynamic', 'any'], nulls: 'given', bind: choose },
  array_index_of: {
    parameters: ['dynamic', 'any', 'size'],
    bind:
      ({ types }) =>
      (array, value, start, length, occurrence) =>
        isArray(array)
          ? indexOf(array, toDynamic(value ?? null, types[1] ?? 'dynamic'), start, length, occurrence)
          : null,
  },
  array_rotate_left: moved((array, count) => rotated(array, count)),
  array_rotate_right: moved((array, count) => rotated(array, -count)),
  array_shift_left: shifter(1),
  array_shift_right: shifter(-1),
  array_split: { parameters: ['dynamic', 'any'], evaluate: split },
  array_strcat: {
    parameters: ['dynamic', 'string'],
    evaluate: (array: Value, delimiter: string) => (isArray(array) ? joined(array.map(dynamicText), delimiter) : ''),
  },
};

/** Of each element's truth the value at its place; null for an element that is neither a number nor a boolean. */
function choose({ types }: Call): (...values: Value[]) => Value {
  return (conditions = null, whenTrue = null, whenFalse = null) => {
    if (!isArray(conditions)) return null;
    const options = [toDynamic(whenTrue, types[1] ?? 'dynamic'), toDynamic(whenFalse, types[2] ?? 'dynamic')];
    return conditions.map((condition, index) => {
      const holds = truth(condition);
      const option = holds === null ? null : (options[holds ? 0 : 1] ?? null);
      return isArray(option) ? (option[index] ?? null) : option;
    });
  };
}

function truth(value: Dynamic): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value) !== 0;
  return value instanceof Boxed && value.type === 'real' ? value.value !== 0 : null;
}

function indexOf(array: DynamicArray, value: Dynamic, start: Value = 0, length: Value = -1, nth: Value = 1): Value {
  const [first, count, occurrence] = [Number(start), Number(length), Number(nth)];
  if (occurrence < 0 || count < -1) return null;
  const from = first < 0 ? Math.max(0, array.length + first) : first;
  const key = keyOf(value, 'dynamic');
  const places = array.flatMap((each, index) => {
    const searched = index >= from && (count === -1 || index < from + count);
    return searched && keyOf(each, 'dynamic') === key ? [index] : [];
  });
  return places[Math.max(occurrence, 1) - 1] ?? -1;
}

function moved(move: (array: DynamicArray, count: number) => DynamicArray): ScalarFunction {
  return {
    parameters: ['dynamic', 'size'],
    evaluate: (array: Value, count: number) => (isArray(array) ? move(array, count) : null),
  };
}

function rotated(array: DynamicArray, count: number): DynamicArray {
  if (array.length === 0) return array;
  const by = ((count % array.length) + array.length) % array.length;
  return [...array.slice(by), ...array.slice(0, by)];
}

/** What comes in from outside is the third argument, else `''` among texts and null among anything else. */
function shifter(direction: 1 | -1): ScalarFunction {
  return {
    parameters: ['dynamic', 'size', 'any'],
    nulls: 'given',
    bind:
      ({ types }) =>
      (array = null, count = null, filler) => {
        if (!isArray(array) || count === null) return null;
        const texts = array.length > 0 && array.every((each) => typeof each === 'string');
        const missing = filler === undefined ? (texts ? '' : null) : toDynamic(filler, types[2] as ScalarType);
        const by = Number(count) * direction;
        return array.map((_, index) => (index + by in array ? (array[index + by] ?? null) : missing));
      },
  };
}

/** Cut before each position; negative ones count from the end. */
function split(array: Value, positions: Value): Value {
  if (!isArray(array)) return null;
  const given = isArray(positions) ? positions.map(Number) : [Number(positions)];
  const cuts = given.map((position) => (position < 0 ? array.length + position : position));
  return [...cuts, array.length].map((end, index) => array.slice(cuts[index - 1] ?? 0, end));
}
