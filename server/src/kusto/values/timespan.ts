/** Ticks of 100 ns. */
export const tick = {
  microsecond: 10n,
  millisecond: 10_000n,
  second: 10_000_000n,
  minute: 600_000_000n,
  hour: 36_000_000_000n,
  day: 864_000_000_000n,
} as const;

/** As Kusto prints it: `[-][d.]hh:mm:ss[.fffffff]`. */
export function printTimespan(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks;
  const days = size / tick.day;
  const part = (unit: bigint, within: bigint) => String((size / unit) % within).padStart(2, '0');
  const fraction = size % tick.second;
  const clock = `${part(tick.hour, 24n)}:${part(tick.minute, 60n)}:${part(tick.second, 60n)}`;
  const rest = fraction === 0n ? '' : `.${String(fraction).padStart(7, '0')}`;
  return `${ticks < 0n ? '-' : ''}${days === 0n ? '' : `${days}.`}${clock}${rest}`;
}

/**
 * From a literal (`1.5h`, `2d`), the clock's form (`1.02:03:04.5`, `10:30`) or a number of days; undefined if it is
 * none of them (documentation: "the timespan data type").
 */
export function parseTimespan(text: string): bigint | undefined {
  const trimmed = text.trim();
  return withUnit(trimmed) ?? clock(trimmed);
}

/** A number of units in ticks, to the nearest tick. */
export function ticksOf(count: number, unit: bigint): bigint | null {
  const ticks = count * Number(unit);
  if (!Number.isFinite(ticks)) return null;
  return Number.isInteger(count) ? BigInt(count) * unit : BigInt(Math.round(ticks));
}

function withUnit(text: string): bigint | undefined {
  const [, number, name] = /^([+-]?\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text) ?? [];
  const unit = units.get(name?.toLowerCase() ?? '');
  if (number === undefined || unit === undefined) return undefined;
  const [whole = '', fraction = ''] = number.replace('-', '').split('.');
  const size = (BigInt(whole + fraction) * unit) / 10n ** BigInt(fraction.length);
  return number.startsWith('-') ? -size : size;
}

function clock(text: string): bigint | undefined {
  const found = /^([+-]?)(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7})\d*)?)?$/.exec(text);
  if (found === null) return /^[+-]?\d+$/.test(text) ? BigInt(text) * tick.day : undefined;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = found;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const size =
    BigInt(days) * tick.day +
    BigInt(hours) * tick.hour +
    BigInt(minutes) * tick.minute +
    BigInt(seconds) * tick.second +
    BigInt(fraction.padEnd(7, '0'));
  return sign === '-' ? -size : size;
}

const units: ReadonlyMap<string, bigint> = new Map(
  [
    { names: 'd day days', ticks: tick.day },
    { names: 'h hr hrs hour hours', ticks: tick.hour },
    { names: 'm min minute minutes', ticks: tick.minute },
    { names: 's sec second seconds', ticks: tick.second },
    { names: 'ms milli millis millisec millisecond milliseconds', ticks: tick.millisecond },
    { names: 'micro micros microsec microsecond microseconds', ticks: tick.microsecond },
    { names: 'tick ticks', ticks: 1n },
  ].flatMap(({ names, ticks }) => names.split(' ').map((name) => [name, ticks] as const)),
);
