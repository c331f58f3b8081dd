import { Failure } from '../failure.ts';
import { toDynamic } from '../values/convert.ts';
import { subtract } from '../values/long.ts';
import { type Dynamic, isArray, type Value } from '../values/value.ts';
import type { FunctionFamily, ScalarFunction } from './function.ts';
import { isLong, mapped, numberOf } from './series.ts';

/** Series as vectors and samples: signs and sizes of their elements, likeness of two, statistics of one. */
export const vectors: FunctionFamily = {
  series_abs: { parameters: ['dynamic'], evaluate: (array: Value) => (isArray(array) ? array.map(absolute) : null) },
  series_ceiling: mapped(Math.ceil),
  series_floor: mapped(Math.floor),
  series_sign: mapped(Math.sign),
  series_log: mapped(Math.log),
  series_cosine_similarity: ofPairs(cosine),
  series_pearson_correlation: ofPairs(correlation),
  series_magnitude: {
    parameters: ['dynamic'],
    evaluate: (array: Value) =>
      isArray(array) && array.length > 0 ? Math.sqrt(dot(numbersOf(array), numbersOf(array))) : null,
  },
  series_stats_dynamic: { parameters: ['dynamic', 'bool'], evaluate: statistics },
};

/** Longs stay longs. */
function absolute(value: Dynamic): Dynamic {
  if (isLong(value)) return value < 0 ? subtract(0, value) : value;
  const number = numberOf(value);
  return number === null ? null : toDynamic(Math.abs(number), 'real');
}

function numbersOf(array: Value): number[] {
  return isArray(array) ? array.map(numberOf).filter((each) => each !== null) : [];
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, each, index) => sum + each * (right[index] ?? 0), 0);
}

function ofPairs(compute: (left: Value, right: Value) => Value): ScalarFunction {
  return {
    parameters: ['dynamic', 'dynamic'],
    evaluate: (left: Value, right: Value) => (isArray(left) && isArray(right) ? compute(left, right) : null),
  };
}

/** Up to the end of the shorter; elements that are no numbers are passed over; null for an empty series. */
function cosine(left: Value, right: Value): Value {
  if (!isArray(left) || !isArray(right)) return null;
  const length = Math.min(left.length, right.length);
  const [one, other] = [numbersOf(left.slice(0, length)), numbersOf(right.slice(0, length))];
  if (one.length !== other.length)
    throw new Failure('kql-not-implemented', 'How `series_cosine_similarity` pairs such series is not documented.');
  return length === 0 ? null : dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
}

/** Null unless both are numbers all through and of one length. */
function correlation(left: Value, right: Value): Value {
  const [one, other] = [numbersOf(left), numbersOf(right)];
  const lengths = [left, right].map((each) => (isArray(each) ? each.length : 0));
  if (lengths.some((length) => length !== one.length || length !== other.length)) return null;
  const [first, second] = [centered(one), centered(other)];
  return dot(first, second) / Math.sqrt(dot(first, first) * dot(second, second));
}

function centered(values: readonly number[]): number[] {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  return values.map((each) => each - mean);
}

/** Null if an element is not finite, unless such elements are to be passed over. */
function statistics(array: Value, ignoreOthers: Value = false): Value {
  if (!isArray(array)) return null;
  const all = array.map((each) => numberOf(each) ?? Number.NaN);
  const finite = all.filter(Number.isFinite);
  if (finite.length < all.length && ignoreOthers !== true) return null;
  if (finite.length < 2)
    throw new Failure('kql-not-implemented', 'The statistics of fewer than two numbers are not documented.');
  const sum = finite.reduce((total, each) => total + each, 0);
  const deviations = centered(finite);
  const variance = dot(deviations, deviations) / (finite.length - 1);
  const [smallest, largest] = [Math.min(...finite), Math.max(...finite)];
  return {
    min: toDynamic(smallest, 'real'),
    min_idx: all.indexOf(smallest),
    max: toDynamic(largest, 'real'),
    max_idx: all.indexOf(largest),
    avg: toDynamic(sum / finite.length, 'real'),
    stdev: toDynamic(Math.sqrt(variance), 'real'),
    variance: toDynamic(variance, 'real'),
    sum: toDynamic(sum, 'real'),
    len: array.length,
  };
}
