import type { TimePart } from '../sigma/expression.ts';

/**
 * One part of a time as it is written, without moving it to another time zone: `2024-03-15T13:45:30+02:00` has hour 13.
 * Weeks are those of ISO 8601. Undefined where the text is no time, or is a date without a time of day and the hour or
 * minute is asked for.
 */
export function timePart(text: string, part: TimePart): number | undefined {
  const found = written.exec(text);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0] = [found[1], found[2], found[3]].map(Number);
  const hour = found[4] === undefined ? undefined : Number(found[4]);
  const minute = found[5] === undefined ? undefined : Number(found[5]);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || Number(found[6] ?? 0) > 60) return undefined;
  switch (part) {
    case 'year':
      return year;
    case 'month':
      return month;
    case 'week':
      return week(year, month, day);
    case 'day':
      return day;
    case 'hour':
      return hour;
    case 'minute':
      return minute;
  }
}

/** ISO 8601's form and the common one with a space; a fraction and a zone may follow. */
const written =
  /^\s*(\d{4})-(\d{2})-(\d{2})(?:[Tt ]\s*(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:[Zz]|UTC|[+-]\d{2}(?::?\d{2})?)?)?\s*$/;

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The week that holds the day's Thursday decides the year it is counted in. */
function week(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const weekday = date.getUTCDay() || 7;
  date.setUTCDate(date.getUTCDate() + 4 - weekday);
  const january = new Date(0);
  january.setUTCFullYear(date.getUTCFullYear(), 0, 1);
  return Math.ceil(((date.getTime() - january.getTime()) / 86_400_000 + 1) / 7);
}
