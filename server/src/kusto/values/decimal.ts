import type { Decimal } from './value.ts';

/** From a text such as `12.50` or `1.5e3`; undefined if it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = '', exponent] =
    /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const power = Number(exponent ?? 0);
  if (Math.abs(power) > largestExponent) return undefined;
  const unscaled = BigInt(sign + whole + fraction);
  return scaled(unscaled, fraction.length - power);
}

/** The same value in its only form. */
export function scaled(unscaled: bigint, scale: number): Decimal {
  if (scale < 0) return { unscaled: unscaled * 10n ** BigInt(-scale), scale: 0 };
  let [digits, places] = [unscaled, scale];
  while (places > 0 && digits % 10n === 0n) {
    digits /= 10n;
    places--;
  }
  return { unscaled: digits, scale: places };
}

export function printDecimal({ unscaled, scale }: Decimal): string {
  if (scale === 0) return String(unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

export function decimalToNumber(decimal: Decimal): number {
  return Number(printDecimal(decimal));
}

export function compareDecimals(left: Decimal, right: Decimal): number {
  const [first, second] = aligned(left, right);
  return first < second ? -1 : first > second ? 1 : 0;
}

export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const [first, second, scale] = aligned(left, right);
  return scaled(first + second, scale);
}

export function subtractDecimals(left: Decimal, right: Decimal): Decimal {
  return addDecimals(left, { unscaled: -right.unscaled, scale: right.scale });
}

export function multiplyDecimals(left: Decimal, right: Decimal): Decimal {
  return scaled(left.unscaled * right.unscaled, left.scale + right.scale);
}

/** To 34 significant digits, which is what Kusto's 128 bits hold; null for a division by zero. */
export function divideDecimals(left: Decimal, right: Decimal): Decimal | null {
  if (right.unscaled === 0n) return null;
  const places = significantDigits + right.scale;
  return scaled((left.unscaled * 10n ** BigInt(places)) / right.unscaled, left.scale + places - right.scale);
}

/** The rest of a division, never below zero; null for a division by zero. */
export function moduloDecimals(left: Decimal, right: Decimal): Decimal | null {
  if (right.unscaled === 0n) return null;
  const [first, second, scale] = aligned(left, right);
  const rest = first % second;
  return scaled(rest < 0n ? rest + (second < 0n ? -second : second) : rest, scale);
}

/** The whole part, cut towards zero. */
export function wholePart({ unscaled, scale }: Decimal): bigint {
  return unscaled / 10n ** BigInt(scale);
}

function aligned(left: Decimal, right: Decimal): [bigint, bigint, number] {
  const scale = Math.max(left.scale, right.scale);
  const grown = (each: Decimal) => each.unscaled * 10n ** BigInt(scale - each.scale);
  return [grown(left), grown(right), scale];
}

const largestExponent = 1000;
const significantDigits = 34;
