import { dynamicText, toText } from './values/convert.ts';
import { Boxed, type Dynamic, type ScalarType, type Value } from './values/value.ts';

/**
 * A value as the result shows it: JSON, with a bigint for a long beyond 2^53. Dates are `2024-01-02T03:04:05.0000000Z`,
 * timespans `1.02:03:04`, decimals their digits.
 */
export type ResultCell =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly ResultCell[]
  | { readonly [key: string]: ResultCell };

export function cellOf(value: Value, type: ScalarType): ResultCell {
  switch (type) {
    case 'datetime':
    case 'timespan':
    case 'decimal':
      return value === null ? null : toText(value, type);
    case 'dynamic':
      return dynamicCell(value as Dynamic);
    default:
      return value as ResultCell;
  }
}

function dynamicCell(value: Dynamic): ResultCell {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Boxed) return typeof value.value === 'number' ? value.value : dynamicText(value);
  if (Array.isArray(value)) return value.map(dynamicCell);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, dynamicCell(member)]));
}
