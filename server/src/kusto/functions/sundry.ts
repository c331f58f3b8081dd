import { Failure } from '../failure.ts';
import { isNumeric, type ScalarType, type Value } from '../values/value.ts';
import type { Call, FunctionFamily } from './function.ts';

/** Functions that belong to no other family. */
export const sundry: FunctionFamily = {
  assert: {
    parameters: ['bool', 'string'],
    nulls: 'given',
    evaluate: (holds: Value, message: Value) => {
      if (holds === true) return true;
      throw new Failure('kql-run-error', `assert() has failed with message: '${message}'`);
    },
  },
  around: { parameters: ['any'], bind: around },
  format_bytes: { parameters: ['real', 'size', 'string'], evaluate: formatBytes },
  new_guid: { parameters: [], volatile: true, evaluate: () => crypto.randomUUID() },
};

/** Both ends are in the range. */
function around({ types, refused }: Call): (...values: Value[]) => Value {
  const [value, center, delta] = types;
  const alike = value === center && isTime(value) && delta === 'timespan';
  if (!alike && !types.every((type) => isNumeric(type) && type !== 'decimal'))
    throw refused('`around` needs numbers, or a date or timespan with a timespan.');
  return (given, middle, distance) => {
    const [at, from, by] = [given, middle, distance] as [bigint, bigint, bigint];
    return alike ? at >= from - by && at <= from + by : Math.abs(Number(at) - Number(from)) <= Number(by);
  };
}

function isTime(type: ScalarType | undefined): boolean {
  return type === 'datetime' || type === 'timespan';
}

/** Without a unit the largest one that leaves at least 1. */
function formatBytes(size: number, digits = 0, unit = ''): string {
  const fitting = units.findLastIndex((_, power) => Math.abs(size) >= 1024 ** power);
  const power = unit === '' ? Math.max(0, fitting) : units.indexOf(unit);
  if (power < 0) throw new Failure('kql-run-error', `\`${unit}\` is no unit of data.`);
  const scale = 10 ** digits;
  return `${Math.round((size / 1024 ** power) * scale) / scale} ${units[power]}`;
}

const units = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];
