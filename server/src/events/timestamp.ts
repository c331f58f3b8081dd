type Fields = Readonly<Record<string, unknown>>;

/**
 * When an event happened, in milliseconds since 1970 (fractions of them too); undefined where no field says it. The
 * fields are those of Windows' own record, Sysmon, the tables of Sentinel and Defender XDR, Elastic, and common logs, in
 * this order; a number in them is seconds, milliseconds, microseconds or nanoseconds by its size.
 */
export function timestampOf(event: Fields): number | undefined {
  for (const path of timeFields) {
    const time = timeIn(valueAt(event, path));
    if (time !== undefined) return time;
  }
  return undefined;
}

/** What to write into an event that has no time, for messages. */
export const usualTimeField = 'TimeCreated';

const timeFields: readonly (readonly string[])[] = [
  ['TimeCreated_SystemTime'],
  ['TimeCreated', 'SystemTime'],
  ['TimeCreated'],
  ['SystemTime'],
  ['Event', 'System', 'TimeCreated', '#attributes', 'SystemTime'],
  ['@timestamp'],
  ['TimeGenerated'],
  ['Timestamp'],
  ['timestamp'],
  ['UtcTime'],
  ['EventTime'],
  ['eventTime'],
  ['event', 'created'],
  ['CreationTime'],
  ['createdDateTime'],
  ['activityDateTime'],
  ['time'],
  ['ts'],
];

function valueAt(event: Fields, path: readonly string[]): unknown {
  let value: unknown = event;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Fields)[name];
  }
  return value;
}

function timeIn(value: unknown): number | undefined {
  if (typeof value === 'string') {
    if (epoch.test(value)) return sinceEpoch(Number(value));
    const [, milliseconds] = dotNet.exec(value) ?? [];
    return milliseconds === undefined ? parseTimestamp(value) : Number(milliseconds);
  }
  return typeof value === 'number' || typeof value === 'bigint' ? sinceEpoch(Number(value)) : undefined;
}

const epoch = /^\d{9,19}(?:\.\d+)?$/;
/** As PowerShell's ConvertTo-Json writes times. */
const dotNet = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/;

function sinceEpoch(value: number): number | undefined {
  // Smaller numbers are durations and the like, not times since 1973.
  if (!(value >= 1e8)) return undefined;
  if (value < 1e11) return value * 1000;
  if (value < 1e14) return value;
  return value < 1e17 ? value / 1000 : value / 1_000_000;
}

/**
 * A time as ISO 8601 writes it, or with a space instead of the `T`, in milliseconds since 1970. Any number of digits may
 * stand after the second; without a zone it is UTC, and a date alone is its midnight. Undefined for anything else.
 */
export function parseTimestamp(text: string): number | undefined {
  const found = written.exec(text);
  if (found === null) return undefined;
  const [, date = '', clock, second, fraction, sign, hours, minutes] = found;
  const whole = Date.parse(clock === undefined ? `${date}T00:00:00Z` : `${date}T${clock}:${second ?? '00'}Z`);
  // Date.parse takes the 30th of February for a day in March.
  if (Number.isNaN(whole) || !new Date(whole).toISOString().startsWith(date)) return undefined;
  const zone = sign === undefined ? 0 : (Number(hours) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -60_000 : 60_000);
  return whole + (fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000) - zone;
}

const written =
  /^\s*(\d{4}-\d{2}-\d{2})(?:[Tt ]\s*(\d{2}:\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(?:[Zz]|UTC|([+-])(\d{2}):?(\d{2})?)?)?\s*$/;
