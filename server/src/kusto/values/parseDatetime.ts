import { inRange, ticksAt } from './datetime.ts';
import { tick } from './timespan.ts';

/**
 * Ticks of a text in one of the forms of the documentation ("the datetime data type"): ISO 8601 with a `T` or a blank,
 * RFC 822 and 850, and the American `1/31/2024 5:06:07 PM` that Defender's exports have. Without a zone it is UTC.
 * Undefined for anything else.
 */
export function parseDatetime(text: string): bigint | undefined {
  return iso(text) ?? american(text) ?? named(text);
}

function iso(text: string): bigint | undefined {
  const found = isoForm.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = found;
  const ticks = ticksAt(
    Number(year),
    Number(month ?? 1),
    Number(day ?? 1),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.slice(0, 7).padEnd(7, '0')),
  );
  return shifted(ticks, zone);
}

const isoForm =
  /^\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ]\s*(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?)?\s*(Z|z|UTC|GMT|[+-]\d{2}:?\d{2})?)?)?)?\s*$/;

function american(text: string): bigint | undefined {
  const found = americanForm.exec(text);
  if (found === null) return undefined;
  const [, month, day, year, hour = '0', minute = '0', second = '0', fraction = '', half] = found;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const ticks = ticksAt(
    Number(year),
    Number(month),
    Number(day),
    hours,
    Number(minute),
    Number(second),
    Number(fraction.slice(0, 7).padEnd(7, '0')),
  );
  return ticks ?? undefined;
}

const americanForm =
  /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?\s*([AaPp][Mm])?)?\s*$/;

function named(text: string): bigint | undefined {
  const found = namedForm.exec(text);
  if (found === null) return undefined;
  const [, day, name, year, hour = '0', minute = '0', second = '0', zone] = found;
  const month = months.indexOf(name?.toLowerCase() ?? '') + 1;
  const full = Number(year) + (year?.length === 2 ? (Number(year) < 50 ? 2000 : 1900) : 0);
  return shifted(ticksAt(full, month, Number(day), Number(hour), Number(minute), Number(second)), zone);
}

const namedForm =
  /^\s*(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4}|\d{2})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?\s*$/;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function shifted(ticks: bigint | null, zone: string | undefined): bigint | undefined {
  if (ticks === null) return undefined;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '') ?? [];
  if (sign === undefined) return ticks;
  const offset = BigInt(hours ?? 0) * tick.hour + BigInt(minutes ?? 0) * tick.minute;
  return inRange(sign === '-' ? ticks + offset : ticks - offset) ?? undefined;
}
