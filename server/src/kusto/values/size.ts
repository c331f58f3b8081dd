import { isArray, isBag, type Value } from './value.ts';

/** The bytes that a value takes up, roughly; of one that takes up more than `most`, any number above it. */
export function sizeOf(value: Value, most = Infinity): number {
  if (typeof value === 'string') return 16 + value.length;
  let size = 16;
  if (isArray(value)) {
    for (const each of value) {
      size += sizeOf(each, most - size);
      if (size > most) return size;
    }
  } else if (isBag(value)) {
    for (const [key, member] of Object.entries(value)) {
      size += 2 * key.length + sizeOf(member, most - size);
      if (size > most) return size;
    }
  }
  return size;
}
