import { isDecimal } from './compare.ts';
import { inRange, printDatetime } from './datetime.ts';
import { decimalToNumber, parseDecimal, printDecimal, scaled, wholePart } from './decimal.ts';
import { printJson, real, textOfBoxed } from './json.ts';
import { parseLong, toLong } from './long.ts';
import { parseDatetime } from './parseDatetime.ts';
import { parseReal, printReal } from './real.ts';
import { parseTimespan, printTimespan } from './timespan.ts';
import { Boxed, type Dynamic, type ScalarType, type Value } from './value.ts';

/** Null where the value has no counterpart; `''` where the result is a string. */
export type Conversion = (value: Value) => Value;

/** What `tostring`, `tolong`, `todatetime` and the like do from one type to another. */
export function conversion(from: ScalarType, to: ScalarType): Conversion {
  if (from === to) return (value) => value;
  if (from === 'dynamic') return (value) => fromDynamic(value as Dynamic, to);
  const convert = conversions[to];
  if (to === 'string') return (value) => (value === null ? '' : convert(value, from));
  return (value) => (value === null ? null : convert(value, from));
}

export function toText(value: Value, type: ScalarType): string {
  if (value === null) return '';
  switch (type) {
    case 'string':
    case 'guid':
      return String(value);
    case 'int':
    case 'long':
    case 'bool':
      return String(value);
    case 'real':
      return typeof value === 'number' ? printReal(value) : String(value);
    case 'decimal':
      return isDecimal(value) ? printDecimal(value) : '';
    case 'datetime':
      return typeof value === 'bigint' ? printDatetime(value) : '';
    case 'timespan':
      return typeof value === 'bigint' ? printTimespan(value) : '';
    case 'dynamic':
      return dynamicText(value as Dynamic);
  }
}

/** A string as it is, nothing for null, otherwise JSON. */
export function dynamicText(value: Dynamic): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  return value instanceof Boxed ? textOfBoxed(value) : printJson(value);
}

/** The type of a dynamic value that is neither an array nor a bag. */
export function typeOfDynamic(value: Dynamic): ScalarType {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'long';
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'real';
  if (typeof value === 'string') return 'string';
  return value instanceof Boxed ? value.type : 'dynamic';
}

export function fromDynamic(value: Dynamic, to: ScalarType): Value {
  if (to === 'dynamic') return value;
  if (to === 'string') return dynamicText(value);
  const type = typeOfDynamic(value);
  if (value === null || type === 'dynamic') return null;
  const plain = value instanceof Boxed ? value.value : (value as Value);
  return type === to ? plain : conversions[to](plain, type);
}

/** A value of any type as `dynamic` holds it. */
export function toDynamic(value: Value, type: ScalarType): Dynamic {
  if (value === null) return null;
  switch (type) {
    case 'real':
      return typeof value === 'number' ? real(value) : null;
    case 'decimal':
    case 'datetime':
    case 'timespan':
    case 'guid':
      return new Boxed(type, value as Boxed['value']);
    default:
      return value as Dynamic;
  }
}

function toInt(value: Value, from: ScalarType): Value {
  const long = toWhole(value, from);
  return typeof long === 'number' && long === (long | 0) ? long : null;
}

function toWhole(value: Value, from: ScalarType): Value {
  switch (from) {
    case 'int':
    case 'long':
      return value;
    case 'bool':
      return value ? 1 : 0;
    case 'real':
      return typeof value === 'number' && Math.abs(value) < 2 ** 63 ? toLong(BigInt(Math.trunc(value))) : null;
    case 'decimal':
      return isDecimal(value) ? toLong(wholePart(value)) : null;
    case 'datetime':
    case 'timespan':
      return typeof value === 'bigint' ? toLong(value) : null;
    case 'string':
      return parseLong(String(value)) ?? null;
    default:
      return null;
  }
}

function toReal(value: Value, from: ScalarType): Value {
  if (from === 'string') return parseReal(String(value)) ?? null;
  if (from === 'decimal') return isDecimal(value) ? decimalToNumber(value) : null;
  if (from === 'bool') return value ? 1 : 0;
  return from === 'guid' ? null : Number(value);
}

function toDecimal(value: Value, from: ScalarType): Value {
  if (from === 'bool') return scaled(value ? 1n : 0n, 0);
  if (from === 'guid') return null;
  return parseDecimal(from === 'string' ? String(value) : String(value as number)) ?? null;
}

function toBool(value: Value, from: ScalarType): Value {
  if (from === 'int' || from === 'long' || from === 'real') return Number(value) !== 0;
  if (from === 'decimal') return isDecimal(value) ? value.unscaled !== 0n : null;
  const text = String(value).trim().toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  const number = from === 'string' ? parseLong(text) : undefined;
  return number === undefined ? null : number !== 0;
}

function toDatetime(value: Value, from: ScalarType): Value {
  if (from === 'string') return parseDatetime(String(value)) ?? null;
  if (from === 'int' || from === 'long') return inRange(BigInt(value as number));
  return from === 'timespan' && typeof value === 'bigint' ? inRange(value) : null;
}

function toTimespan(value: Value, from: ScalarType): Value {
  if (from === 'string') return parseTimespan(String(value)) ?? null;
  if (from === 'int' || from === 'long') return BigInt(value as number);
  return from === 'datetime' ? value : null;
}

/** From the first 32 digits, with hyphens at their places or without; what follows is ignored (documentation: "toguid"). */
function toGuid(value: Value, from: ScalarType): Value {
  const found = from === 'string' ? guidForm.exec(String(value)) : null;
  return found === null ? null : found.slice(1).join('-').toLowerCase();
}

const guidForm = /^\s*\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})/i;

const conversions: Readonly<Record<ScalarType, (value: Value, from: ScalarType) => Value>> = {
  string: toText,
  int: toInt,
  long: toWhole,
  real: toReal,
  decimal: toDecimal,
  bool: toBool,
  datetime: toDatetime,
  timespan: toTimespan,
  guid: toGuid,
  dynamic: toDynamic,
};
