import { Failure } from '../failure.ts';
import { toDynamic } from '../values/convert.ts';
import { type Dynamic, type DynamicArray, isArray, type Value } from '../values/value.ts';
import type { Call, FunctionFamily, ScalarFunction } from './function.ts';
import { isLong, numberOf } from './series.ts';

/** Series in which what is missing gets a value. Nulls are missing, or what an argument names instead. */
export const seriesFills: FunctionFamily = {
  series_fill_forward: filler((values) => values),
  series_fill_backward: filler((values) => [...values].reverse()),
  series_fill_const: { parameters: ['dynamic', 'any'], nulls: 'given', bind: fillConstant },
  series_fill_linear: { parameters: ['dynamic', 'any'], nulls: 'given', bind: fillLinear },
};

/** The placeholder counts as an element of the array, whatever its type. */
function missingIs(placeholder: Value): (value: Dynamic) => boolean {
  if (placeholder === null) return (value) => value === null;
  const wanted = numberOf(toDynamic(placeholder, typeof placeholder === 'string' ? 'string' : 'real'));
  return (value) => value === placeholder || (wanted !== null && numberOf(value) === wanted);
}

/** The missing become the value before them in that order. */
function filler(ordered: (values: readonly Dynamic[]) => readonly Dynamic[]): ScalarFunction {
  return {
    parameters: ['dynamic', 'any'],
    nulls: 'given',
    evaluate: (array: Value | undefined, placeholder: Value = null) => {
      if (!isArray(array)) return null;
      const isMissing = missingIs(placeholder);
      let last: Dynamic | undefined;
      const filled = ordered(array).map((value) => {
        if (!isMissing(value)) last = value;
        return isMissing(value) ? (last ?? value) : value;
      });
      return [...ordered(filled)];
    },
  };
}

function fillConstant({ types }: Call): (...values: Value[]) => Value {
  return (array = null, constant = null, placeholder = null) => {
    if (!isArray(array)) return null;
    const isMissing = missingIs(placeholder);
    return array.map((each) => (isMissing(each) ? toDynamic(constant, types[1] ?? 'dynamic') : each));
  };
}

/**
 * On the line between the nearest two that are there, cut to an integer among integers, as the page's example has it
 * although it says "rounded"; at the edges the nearest, or nothing; a constant where there is none at all.
 */
function fillLinear({ types }: Call): (...values: Value[]) => Value {
  return (array = null, placeholder = null, edges = true, constant) => {
    if (!isArray(array)) return null;
    const isMissing = missingIs(placeholder);
    const known = array.flatMap((each, index) => (isMissing(each) ? [] : [index]));
    if (known.length === 0)
      return array.map(() => toDynamic(constant === undefined ? 0 : constant, types[3] ?? 'real'));
    if (known.some((index) => numberOf(array[index]) === null))
      throw new Failure('kql-not-implemented', 'A series with anything but numbers is not run here.');
    const integers = known.every((index) => isLong(array[index]));
    return array.map((each, index) =>
      isMissing(each) ? between(array, known, index, integers, edges !== false) : each,
    );
  };
}

function between(
  array: DynamicArray,
  known: readonly number[],
  index: number,
  integers: boolean,
  edges: boolean,
): Dynamic {
  const [before, after] = [known.findLast((each) => each < index), known.find((each) => each > index)];
  if (before === undefined || after === undefined) return edges ? (array[before ?? after ?? 0] ?? null) : null;
  const [low, high] = [Number(numberOf(array[before])), Number(numberOf(array[after]))];
  const value = low + ((high - low) * (index - before)) / (after - before);
  return integers ? Math.trunc(value) : toDynamic(value, 'real');
}
