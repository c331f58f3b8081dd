import { isArray, isBag, type Value } from './value.ts';

/** The bytes that a value takes up, roughly. */
export function sizeOf(value: Value): number {
  if (typeof value === 'string') return 16 + value.length;
  if (isArray(value)) return value.reduce((sum: number, each) => sum + sizeOf(each), 16);
  if (!isBag(value)) return 16;
  return Object.entries(value).reduce((sum, [key, member]) => sum + 2 * key.length + sizeOf(member), 16);
}
