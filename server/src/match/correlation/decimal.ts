/**
 * Decimal numbers without rounding: 0.1 and 0.2 make 0.3, and 64-bit numbers stay whole. A sum is kept as a multiple of
 * `10 ** -scale`, the same for all numbers that meet.
 */
export interface Decimal {
  readonly coefficient: bigint;
  /** Digits after the point. */
  readonly scale: number;
}

/** The number as it is written; finite. */
export function decimalOf(value: number | bigint): Decimal {
  if (typeof value === 'bigint') return { coefficient: value, scale: 0 };
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = written.exec(String(value)) ?? [];
  const coefficient = BigInt(`${sign}${whole}${fraction}` || '0');
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { coefficient, scale } : { coefficient: coefficient * 10n ** BigInt(-scale), scale: 0 };
}

const written = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/;

/** The coefficient that the number has at a larger or equal scale. */
export function atScale({ coefficient, scale }: Decimal, wanted: number): bigint {
  return scale === wanted ? coefficient : coefficient * 10n ** BigInt(wanted - scale);
}
