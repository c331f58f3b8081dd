import { Failure } from '../failure.ts';
import { toDynamic } from '../values/convert.ts';
import { add, type Long, multiply, subtract } from '../values/long.ts';
import { Boxed, type Dynamic, isArray, type Value } from '../values/value.ts';
import type { Call, FunctionFamily, ScalarFunction } from './function.ts';

/** Arrays of numbers, element by element; an element that is no number, or has no partner, makes a null. */
export const series: FunctionFamily = {
  series_add: arithmetic(add, (left, right) => left + right),
  series_subtract: arithmetic(subtract, (left, right) => left - right),
  series_multiply: arithmetic(multiply, (left, right) => left * right),
  series_divide: combined((left, right) => toDynamic(left / right, 'real')),
  series_greater: combined((left, right) => left > right),
  series_greater_equals: combined((left, right) => left >= right),
  series_less: combined((left, right) => left < right),
  series_less_equals: combined((left, right) => left <= right),
  series_equals: combined((left, right) => left === right),
  series_not_equals: combined((left, right) => left !== right),
  series_exp: mapped(Math.exp),
  series_sin: mapped(Math.sin),
  series_cos: mapped(Math.cos),
  series_tan: mapped(Math.tan),
  series_asin: mapped(Math.asin),
  series_acos: mapped(Math.acos),
  series_atan: mapped(Math.atan),
  series_pow: combined((left, right) => toDynamic(left ** right, 'real')),
  series_sum: folded((values) => values.reduce((sum, each) => sum + each, 0)),
  series_product: folded((values) => values.reduce((product, each) => product * each, 1)),
  series_dot_product: { parameters: ['any', 'any'], bind: dotProduct },
};

/** Null for what is no number. */
export function numberOf(value: Dynamic | undefined): number | null {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  return value instanceof Boxed && value.type === 'real' ? Number(value.value) : null;
}

export function isLong(value: Dynamic | undefined): value is Long {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

/** A number instead of one of the arrays is the partner of all elements of the other. */
function pairwise(pair: (left: Dynamic | undefined, right: Dynamic | undefined) => Dynamic): ScalarFunction {
  return {
    parameters: ['any', 'any'],
    bind:
      ({ types }) =>
      (left = null, right = null) => {
        const [one, other] = [toDynamic(left, types[0] ?? 'dynamic'), toDynamic(right, types[1] ?? 'dynamic')];
        if (!isArray(one) && !isArray(other)) return null;
        const length = Math.max(isArray(one) ? one.length : 0, isArray(other) ? other.length : 0);
        return Array.from({ length }, (_, index) =>
          pair(isArray(one) ? one[index] : one, isArray(other) ? other[index] : other),
        );
      },
  };
}

function combined(combine: (left: number, right: number) => Dynamic): ScalarFunction {
  return pairwise((left, right) => {
    const [one, other] = [numberOf(left), numberOf(right)];
    return one === null || other === null ? null : combine(one, other);
  });
}

/** Exact where both are longs. */
function arithmetic(
  longs: (left: Long, right: Long) => Long,
  reals: (left: number, right: number) => number,
): ScalarFunction {
  return pairwise((left, right) => {
    if (isLong(left) && isLong(right)) return longs(left, right);
    const [one, other] = [numberOf(left), numberOf(right)];
    return one === null || other === null ? null : toDynamic(reals(one, other), 'real');
  });
}

export function mapped(compute: (value: number) => number): ScalarFunction {
  return {
    parameters: ['dynamic'],
    evaluate: (array: Value) =>
      isArray(array)
        ? array.map((each) => {
            const value = numberOf(each);
            return value === null ? null : toDynamic(compute(value), 'real');
          })
        : null,
  };
}

/** Over all elements; what is no number is refused, since no page says what becomes of it. */
function folded(compute: (values: readonly number[]) => number): ScalarFunction {
  return {
    parameters: ['dynamic'],
    evaluate: (array: Value) => {
      if (!isArray(array)) return null;
      const values = array.map(numberOf).filter((each) => each !== null);
      if (values.length === array.length && values.length > 0) return compute(values);
      throw new Failure('kql-not-implemented', 'A series without numbers, or with anything else, is not run here.');
    },
  };
}

/** Up to the end of the shorter array; elements that are no numbers are passed over. */
function dotProduct({ types }: Call): (...values: Value[]) => Value {
  return (left = null, right = null) => {
    const [one, other] = [toDynamic(left, types[0] ?? 'dynamic'), toDynamic(right, types[1] ?? 'dynamic')];
    const lengths = [one, other].flatMap((each) => (isArray(each) ? [each.length] : []));
    const length = Math.min(...lengths);
    if (length === 0 || lengths.length === 0) return null;
    let sum = 0;
    for (let index = 0; index < length; index++) {
      const first = numberOf(isArray(one) ? one[index] : one);
      const second = numberOf(isArray(other) ? other[index] : other);
      if (first !== null && second !== null) sum += first * second;
    }
    return sum;
  };
}
