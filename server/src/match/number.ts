import type { Comparison } from '../sigma/expression.ts';

/** What a field's value is as a number: decimal text counts, anything else does not. Exact beyond 2^53. */
export function numberOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value !== 'string' || !decimal.test(value)) return undefined;
  if (value.length > 15 && integer.test(value)) return BigInt(value.startsWith('+') ? value.slice(1) : value);
  return Number(value);
}

/** JavaScript compares `number` and `bigint` by their mathematical values, exactly. */
export function compare(left: number | bigint, operator: Comparison | 'eq', right: number | bigint): boolean {
  switch (operator) {
    case 'lt':
      return left < right;
    case 'lte':
      return left <= right;
    case 'gt':
      return left > right;
    case 'gte':
      return left >= right;
    case 'eq':
      // biome-ignore lint/suspicious/noDoubleEquals: only `==` equates a number and a bigint.
      return left == right;
  }
}

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const integer = /^[+-]?\d+$/;
