/** A 64-bit integer in its only form: a number while it is safe, a bigint beyond. */
export type Long = number | bigint;

/** Wraps around at 64 bits, as Kusto's arithmetic does. */
export function toLong(value: bigint): Long {
  const wrapped = BigInt.asIntN(64, value);
  return wrapped >= smallestSafe && wrapped <= largestSafe ? Number(wrapped) : wrapped;
}

export function add(left: Long, right: Long): Long {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return toLong(BigInt(left) + BigInt(right));
}

export function subtract(left: Long, right: Long): Long {
  if (typeof left === 'number' && typeof right === 'number') {
    const difference = left - right;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return toLong(BigInt(left) - BigInt(right));
}

export function multiply(left: Long, right: Long): Long {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right;
    if (Number.isSafeInteger(product)) return product === 0 ? 0 : product;
  }
  return toLong(BigInt(left) * BigInt(right));
}

/** Cut towards zero; null for a division by zero. */
export function divide(left: Long, right: Long): Long | null {
  if (right === 0) return null;
  if (typeof left === 'number' && typeof right === 'number') {
    const quotient = Math.trunc(left / right);
    return quotient === 0 ? 0 : quotient;
  }
  return toLong(BigInt(left) / BigInt(right));
}

/** Never negative, as documented ("numerical operators"); null for a zero divisor. */
export function modulo(left: Long, right: Long): Long | null {
  if (right === 0) return null;
  if (typeof left === 'number' && typeof right === 'number') {
    const size = Math.abs(right);
    const rest = left % size;
    return rest < 0 ? rest + size : rest === 0 ? 0 : rest;
  }
  const size = BigInt(right) < 0n ? -BigInt(right) : BigInt(right);
  const rest = BigInt(left) % size;
  return toLong(rest < 0n ? rest + size : rest);
}

/** The nearest multiple of `size` that is not above the value. */
export function floorTo(value: bigint, size: bigint): bigint {
  const rest = value % size;
  return rest === 0n ? value : rest < 0n !== size < 0n ? value - rest - size : value - rest;
}

/** From a text of decimal or hexadecimal digits; undefined if it is none, or does not fit. */
export function parseLong(text: string): Long | undefined {
  if (!/^\s*[+-]?(?:0[xX][0-9a-fA-F]+|\d+)\s*$/.test(text)) return undefined;
  const trimmed = text.trim();
  const negative = trimmed.startsWith('-');
  const digits = BigInt(trimmed.replace(/^[+-]/, ''));
  const value = negative ? -digits : digits;
  return value === BigInt.asIntN(64, value) ? toLong(value) : undefined;
}

const smallestSafe = BigInt(Number.MIN_SAFE_INTEGER);
const largestSafe = BigInt(Number.MAX_SAFE_INTEGER);
