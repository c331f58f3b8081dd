/**
 * A `timespan` in milliseconds: a whole number above zero and `s`, `m`, `h` or `d` (specification, "Time Selection").
 * Undefined for anything else.
 */
export function parseTimespan(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const length = Number(count) * (milliseconds[unit] ?? Number.NaN);
  return length > 0 ? length : undefined;
}

const milliseconds: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
