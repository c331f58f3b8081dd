import { Failure } from '../failure.ts';
import { inRange, unixEpoch } from '../values/datetime.ts';
import { floorTo } from '../values/long.ts';
import { tick } from '../values/timespan.ts';
import type { FunctionFamily } from './function.ts';

/** Dates of time zones by their names in the database of IANA. */
export const zones: FunctionFamily = {
  datetime_utc_to_local: {
    parameters: ['datetime', 'string'],
    evaluate: (time: bigint, zone: string) => inRange(time + offsetAt(time, zone)),
  },
  datetime_local_to_utc: { parameters: ['datetime', 'string'], evaluate: toUtc },
};

/** A time that the clock jumps over counts with the offset that holds afterwards (documentation's example). */
function toUtc(local: bigint, zone: string): bigint | null {
  const [before, after] = [offsetAt(local - tick.day, zone), offsetAt(local + tick.day, zone)];
  const fits = [...new Set([before, after])].filter((offset) => offsetAt(local - offset, zone) === offset);
  if (fits.length > 1)
    throw new Failure('kql-not-implemented', `A local time that occurs twice in ${zone} is not converted here.`);
  return inRange(local - (fits[0] ?? after));
}

/** Local time minus UTC in ticks. */
function offsetAt(time: bigint, zone: string): bigint {
  const seconds = floorTo(time - unixEpoch, tick.second) / tick.second;
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(Number(seconds) * 1000)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = new Date(0).setUTCFullYear(year, month - 1, day) / 1000 + hour * 3600 + minute * 60 + second;
  return (BigInt(local) - seconds) * tick.second;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', { ...fields, timeZone: zone });
    formats.set(zone, format);
    return format;
  } catch {
    throw new Failure('kql-run-error', `\`${zone}\` is no time zone.`);
  }
}

const fields = {
  calendar: 'iso8601',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const;

const formats = new Map<string, Intl.DateTimeFormat>();
