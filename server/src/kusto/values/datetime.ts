import { tick } from './timespan.ts';

/** Ticks at 1970-01-01. */
export const unixEpoch = 621_355_968_000_000_000n;

/** The last tick of the year 9999. */
export const latest = 3_155_378_975_999_999_999n;

export interface CalendarTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Ticks of 100 ns within the second. */
  readonly fraction: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** From 1. */
  readonly dayOfYear: number;
}

/** `2024-01-02T03:04:05.0000000Z`: the form that Kusto prints. */
export function printDatetime(ticks: bigint): string {
  const { year, month, day, hour, minute, second, fraction } = calendarOf(ticks);
  const two = (part: number) => String(part).padStart(2, '0');
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}.${String(fraction).padStart(7, '0')}Z`;
}

export function calendarOf(ticks: bigint): CalendarTime {
  const milliseconds = Number(
    (ticks - unixEpoch - ((((ticks - unixEpoch) % tick.second) + tick.second) % tick.second)) / 10_000n,
  );
  const date = new Date(milliseconds);
  const year = date.getUTCFullYear();
  const yearStart = new Date(0).setUTCFullYear(year, 0, 1);
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    fraction: Number(ticks % tick.second),
    weekday: date.getUTCDay(),
    dayOfYear: Math.floor((milliseconds - yearStart) / 86_400_000) + 1,
  };
}

/** Null if there is no such day or time; the parts are as in `CalendarTime`. */
export function ticksAt(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  fraction = 0,
): bigint | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23) return null;
  if (minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  const milliseconds = new Date(0).setUTCFullYear(year, month - 1, day);
  if (new Date(milliseconds).getUTCDate() !== day) return null;
  const seconds = milliseconds / 1000 + hour * 3600 + minute * 60 + second;
  return unixEpoch + BigInt(seconds) * tick.second + BigInt(fraction);
}

/** Within the years 1 to 9999, else null. */
export function inRange(ticks: bigint): bigint | null {
  return ticks >= 0n && ticks <= latest ? ticks : null;
}

export function ticksOfDate(date: Date): bigint {
  return unixEpoch + BigInt(date.getTime()) * tick.millisecond;
}
