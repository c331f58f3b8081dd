import { Failure } from '../failure.ts';
import { calendarOf, inRange, ticksAt, unixEpoch } from '../values/datetime.ts';
import { floorTo, toLong } from '../values/long.ts';
import { tick, ticksOf } from '../values/timespan.ts';
import type { Value } from '../values/value.ts';
import type { FunctionFamily, ScalarFunction } from './function.ts';

/** The clock, the calendar and its parts. Weeks begin on Sunday. */
export const times: FunctionFamily = {
  now: {
    parameters: ['timespan'],
    bind: ({ now }) => {
      const time = now();
      return (offset = 0n) => inRange(time + (offset as bigint));
    },
  },
  ago: {
    parameters: ['timespan'],
    bind: ({ now }) => {
      const time = now();
      return (span = 0n) => inRange(time - (span as bigint));
    },
  },
  getyear: part((time) => time.year),
  getmonth: part((time) => time.month),
  monthofyear: part((time) => time.month),
  dayofmonth: part((time) => time.day),
  dayofyear: part((time) => time.dayOfYear),
  hourofday: part((time) => time.hour),
  dayofweek: { parameters: ['datetime'], evaluate: (time: bigint) => BigInt(calendarOf(time).weekday) * tick.day },
  week_of_year: { parameters: ['datetime'], evaluate: isoWeek },
  weekofyear: { parameters: ['datetime'], evaluate: oldWeek },
  datetime_part: { parameters: ['string', 'datetime'], evaluate: datetimePart },
  datepart: { parameters: ['string', 'datetime'], evaluate: datetimePart },
  datetime_add: { parameters: ['string', 'size', 'datetime'], evaluate: datetimeAdd },
  datetime_diff: { parameters: ['string', 'datetime', 'datetime'], evaluate: datetimeDiff },
  make_datetime: { parameters: ['real'], evaluate: makeDatetime },
  make_timespan: { parameters: ['real'], evaluate: makeTimespan },
  unixtime_seconds_todatetime: unixTime(10_000_000),
  unixtime_milliseconds_todatetime: unixTime(10_000),
  unixtime_microseconds_todatetime: unixTime(10),
  unixtime_nanoseconds_todatetime: unixTime(0.01),
  startofday: start('day', 0),
  startofweek: start('week', 0),
  startofmonth: start('month', 0),
  startofyear: start('year', 0),
  endofday: start('day', 1),
  endofweek: start('week', 1),
  endofmonth: start('month', 1),
  endofyear: start('year', 1),
};

function part(read: (time: ReturnType<typeof calendarOf>) => number): ScalarFunction {
  return { parameters: ['datetime'], evaluate: (time: bigint) => read(calendarOf(time)) };
}

/** The first tick of the period, `offset` periods away; at the end of one, the last tick before the next. */
function start(period: 'day' | 'week' | 'month' | 'year', ends: 0 | 1): ScalarFunction {
  return {
    parameters: ['datetime', 'size'],
    evaluate: (time: bigint, offset = 0) => {
      const first = periodStart(time, period, Number(offset) + ends);
      return first === null ? null : inRange(first - BigInt(ends));
    },
  };
}

function periodStart(time: bigint, period: 'day' | 'week' | 'month' | 'year', offset: number): bigint | null {
  const day = floorTo(time, tick.day);
  if (period === 'day') return day + BigInt(offset) * tick.day;
  const { year, month, weekday } = calendarOf(time);
  if (period === 'week') return day - BigInt(weekday - 7 * offset) * tick.day;
  if (period === 'year') return ticksAt(year + offset, 1, 1);
  const months = year * 12 + month - 1 + offset;
  return ticksAt(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 1);
}

/** ISO 8601: the first week is the one with the year's first Thursday. */
function isoWeek(time: bigint): number {
  const weekday = (calendarOf(time).weekday + 6) % 7;
  const thursday = calendarOf(time + BigInt(3 - weekday) * tick.day);
  return Math.floor((thursday.dayOfYear - 1) / 7) + 1;
}

/** The first week is the one with the year's first Wednesday (documentation: "datetime_part", on `weekofyear`). */
function oldWeek(time: bigint): number {
  const { year, weekday } = calendarOf(time);
  const wednesday = calendarOf(time + BigInt(3 - weekday) * tick.day);
  if (wednesday.year === year) return Math.floor((wednesday.dayOfYear - 1) / 7) + 1;
  throw new Failure(
    'kql-not-implemented',
    '`weekofyear` of a week in two years is not documented. Ask `week_of_year`.',
  );
}

function datetimePart(name: string, time: bigint): Value {
  const calendar = calendarOf(time);
  switch (name.toLowerCase()) {
    case 'year':
      return calendar.year;
    case 'quarter':
      return Math.ceil(calendar.month / 3);
    case 'month':
      return calendar.month;
    case 'week_of_year':
      return isoWeek(time);
    case 'weekofyear':
      return oldWeek(time);
    case 'day':
      return calendar.day;
    case 'dayofyear':
      return calendar.dayOfYear;
    case 'hour':
      return calendar.hour;
    case 'minute':
      return calendar.minute;
    case 'second':
      return calendar.second;
    case 'millisecond':
      return Math.floor(calendar.fraction / 10_000);
    case 'microsecond':
      return Math.floor(calendar.fraction / 10);
    case 'nanosecond':
      return calendar.fraction * 100;
    default:
      throw unknownPart(name);
  }
}

const fixedParts: Readonly<Record<string, bigint>> = {
  week: 7n * tick.day,
  day: tick.day,
  hour: tick.hour,
  minute: tick.minute,
  second: tick.second,
  millisecond: tick.millisecond,
  microsecond: tick.microsecond,
};

/** Months keep the day of the month where there is one, else its last day. */
function datetimeAdd(name: string, amount: number, time: bigint): Value {
  const period = name.toLowerCase();
  const fixed = fixedParts[period];
  if (fixed !== undefined) return inRange(time + BigInt(amount) * fixed);
  if (period === 'nanosecond') return inRange(time + BigInt(Math.trunc(amount / 100)));
  const months = { year: 12, quarter: 3, month: 1 }[period];
  if (months === undefined) throw unknownPart(name);
  const { year, month, day } = calendarOf(time);
  const whole = year * 12 + month - 1 + amount * months;
  const [toYear, toMonth] = [Math.floor(whole / 12), (whole % 12) + 1];
  const lastDay = new Date(Date.UTC(toYear, toMonth, 0)).getUTCDate();
  const date = ticksAt(toYear, toMonth, Math.min(day, lastDay));
  return date === null ? null : date + (time - floorTo(time, tick.day));
}

/** How many boundaries of the period lie between the two, the first minus the second. */
function datetimeDiff(name: string, left: bigint, right: bigint): Value {
  const period = name.toLowerCase();
  if (period === 'week') {
    const weekOf = (time: bigint) => (periodStart(time, 'week', 0) ?? 0n) / (7n * tick.day);
    return Number(weekOf(left) - weekOf(right));
  }
  const fixed = fixedParts[period];
  if (fixed !== undefined) return toLong(floorTo(left, fixed) / fixed - floorTo(right, fixed) / fixed);
  if (period === 'nanosecond') return toLong((left - right) * 100n);
  const [one, other] = [calendarOf(left), calendarOf(right)];
  const months = one.year * 12 + one.month - (other.year * 12 + other.month);
  if (period === 'year') return one.year - other.year;
  if (period === 'month') return months;
  if (period === 'quarter')
    return one.year * 4 + Math.ceil(one.month / 3) - (other.year * 4 + Math.ceil(other.month / 3));
  throw unknownPart(name);
}

function unknownPart(name: string): Failure {
  return new Failure('kql-run-error', `\`${name}\` is no part of a date.`);
}

function makeDatetime(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): Value {
  const whole = Math.floor(second);
  const [years, months, days, hours, minutes] = [year, month, day, hour, minute].map(Math.trunc);
  return ticksAt(years ?? 0, months ?? 0, days ?? 0, hours, minutes, whole, Math.round((second - whole) * 1e7));
}

/** Hours and minutes; and seconds; days before them all. Null if a part is larger than a clock shows. */
function makeTimespan(...parts: number[]): Value {
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.length === 4 ? parts : [0, ...parts];
  const size = ticksOf(seconds, tick.second);
  if (size === null || days < 0 || !isBelow(hours, 24) || !isBelow(minutes, 60) || !isBelow(seconds, 60)) return null;
  return whole(days) * tick.day + whole(hours) * tick.hour + whole(minutes) * tick.minute + size;
}

function whole(value: number): bigint {
  return BigInt(Math.trunc(value));
}

function isBelow(value: number, bound: number): boolean {
  return value >= 0 && value < bound;
}

function unixTime(ticksInUnit: number): ScalarFunction {
  return {
    parameters: ['any'],
    evaluate: (value: Value) => {
      if (typeof value === 'bigint')
        return inRange(unixEpoch + (ticksInUnit >= 1 ? value * BigInt(ticksInUnit) : value / 100n));
      const ticks = Math.round(Number(value) * ticksInUnit);
      return Number.isFinite(ticks) ? inRange(unixEpoch + BigInt(ticks)) : null;
    },
  };
}
