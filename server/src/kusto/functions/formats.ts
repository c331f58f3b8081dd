import { Failure } from '../failure.ts';
import { type CalendarTime, calendarOf } from '../values/datetime.ts';
import { tick } from '../values/timespan.ts';
import type { FunctionFamily } from './function.ts';

/** Dates and timespans as text, in the specifiers of the documentation. */
export const formats: FunctionFamily = {
  format_datetime: { parameters: ['datetime', 'string'], evaluate: formatDatetime },
  format_timespan: { parameters: ['timespan', 'string'], evaluate: formatTimespan },
};

function formatDatetime(time: bigint, format: string): string {
  const calendar = calendarOf(time);
  return format.replace(/d{1,2}|f{1,7}|F{1,7}|h{1,2}|H{1,2}|m{1,2}|M{1,2}|s{1,2}|y{1,4}|tt|./gs, (token) =>
    datePart(token, calendar),
  );
}

function datePart(token: string, { year, month, day, hour, minute, second, fraction }: CalendarTime): string {
  const padded = (value: number) => String(value).padStart(token.length, '0');
  switch (token.charAt(0)) {
    case 'd':
      return padded(day);
    case 'f':
      return fractionOf(fraction, token.length);
    case 'F':
      return fractionOf(fraction, token.length).replace(/0+$/, '');
    case 'h':
      return padded(hour % 12 === 0 ? 12 : hour % 12);
    case 'H':
      return padded(hour);
    case 'm':
      return padded(minute);
    case 'M':
      return padded(month);
    case 's':
      return padded(second);
    case 'y':
      if (token.length === 3) return delimiter(token);
      return token.length === 4 ? padded(year) : padded(year % 100);
    case 't':
      return hour < 12 ? 'AM' : 'PM';
    default:
      return delimiter(token);
  }
}

function formatTimespan(span: bigint, format: string): string {
  const size = span < 0n ? -span : span;
  const part = (unit: bigint, within: bigint) => Number((size / unit) % within);
  const text = format.replace(/d{1,8}|f{1,7}|F{1,7}|h{1,2}|H{1,2}|m{1,2}|s{1,2}|./gs, (token) => {
    const padded = (value: number) => String(value).padStart(token.length, '0');
    switch (token.charAt(0)) {
      case 'd':
        return padded(Number(size / tick.day));
      case 'h':
      case 'H':
        return padded(part(tick.hour, 24n));
      case 'm':
        return padded(part(tick.minute, 60n));
      case 's':
        return padded(part(tick.second, 60n));
      case 'f':
        return fractionOf(Number(size % tick.second), token.length);
      case 'F':
        return fractionOf(Number(size % tick.second), token.length).replace(/0+$/, '');
      default:
        return delimiter(token);
    }
  });
  return span < 0n ? `-${text}` : text;
}

function fractionOf(ticks: number, digits: number): string {
  return String(ticks).padStart(7, '0').slice(0, digits);
}

function delimiter(token: string): string {
  if (/[ /\-:,._[\]]/.test(token)) return token;
  throw new Failure('kql-run-error', `\`${token}\` is no part of a format of dates.`);
}
