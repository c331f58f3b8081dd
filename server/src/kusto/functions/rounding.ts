import { Failure } from '../failure.ts';
import { orderOf } from '../values/compare.ts';
import { conversion } from '../values/convert.ts';
import { scaled } from '../values/decimal.ts';
import { floorTo, type Long, toLong } from '../values/long.ts';
import { type Decimal, isNumeric, type ScalarType, type Value } from '../values/value.ts';
import type { Call, FunctionFamily } from './function.ts';

/** Multiples, sizes and signs, for numbers, timespans and dates. */
export const rounding: FunctionFamily = {
  bin: { parameters: ['any'], bind: (call) => binner(call) },
  floor: { parameters: ['any'], bind: (call) => binner(call) },
  bin_at: { parameters: ['any'], bind: (call) => binnerAt(call) },
  ceiling: { parameters: ['any'], bind: (call) => ofReal(call, (value) => Math.ceil(value)) },
  abs: { parameters: ['any'], bind: ({ types }) => absolute(types[0] ?? 'long') },
  sign: { parameters: ['real'], evaluate: (value: number) => Math.sign(value) },
  round: { parameters: ['any', 'size'], bind: (call) => ofReal(call, roundTo) },
  max_of: { parameters: ['any'], nulls: 'given', bind: (call) => extreme(call, 1) },
  min_of: { parameters: ['any'], nulls: 'given', bind: (call) => extreme(call, -1) },
};

/** The multiple that is not above the value; null for a size that is not above 0. */
function binner({ types }: Call): (...values: Value[]) => Value {
  const [type = 'long', sizeType = 'long'] = types;
  if (type === 'datetime' || type === 'timespan') {
    if (isNumeric(sizeType)) throw new Failure('kql-run-error', 'The size of the bin has to be a timespan.');
    return (value, size) => ((size as bigint) <= 0n ? null : floorTo(value as bigint, size as bigint));
  }
  if (type === 'decimal' || sizeType === 'decimal')
    throw new Failure('kql-not-implemented', '`bin` of decimals is not run here.');
  if (type === 'real' || sizeType === 'real') {
    return (value, size) => (Number(size) <= 0 ? null : Math.floor(Number(value) / Number(size)) * Number(size));
  }
  return (value, size) => binLong(value as Long, size as Long);
}

/** As `binner`, with the multiples counted from a given point. */
function binnerAt({ types, refused }: Call): (...values: Value[]) => Value {
  const [type = 'long', sizeType, startType] = types;
  if (type === 'datetime' || type === 'timespan') {
    if (sizeType !== 'timespan' || startType !== type) throw refused('The size of the bin has to be a timespan.');
    return (value, size, start) =>
      (size as bigint) <= 0n
        ? null
        : (start as bigint) + floorTo((value as bigint) - (start as bigint), size as bigint);
  }
  if (types.includes('decimal')) throw new Failure('kql-not-implemented', '`bin_at` of decimals is not run here.');
  if (types.includes('real')) {
    return (value, size, start) => {
      const [width, first] = [Number(size), Number(start)];
      return width <= 0 ? null : first + Math.floor((Number(value) - first) / width) * width;
    };
  }
  return (value, size, start) => {
    const [width, first] = [BigInt(size as number), BigInt(start as number)];
    return width <= 0n ? null : toLong(first + floorTo(BigInt(value as number) - first, width));
  };
}

function binLong(value: Long, size: Long): Long | null {
  if (size <= 0) return null;
  if (typeof value === 'number' && typeof size === 'number') {
    const rest = value % size;
    return rest < 0 ? value - rest - size : value - rest;
  }
  return toLong(floorTo(BigInt(value), BigInt(size)));
}

function absolute(type: ScalarType): (...values: Value[]) => Value {
  if (type === 'decimal') {
    return (value) => {
      const { unscaled, scale } = value as Decimal;
      return scaled(unscaled < 0n ? -unscaled : unscaled, scale);
    };
  }
  return (value) =>
    typeof value === 'bigint'
      ? type === 'long'
        ? toLong(value < 0n ? -value : value)
        : value < 0n
          ? -value
          : value
      : Math.abs(Number(value));
}

/** For numbers that a real holds exactly. */
function ofReal({ types }: Call, compute: (value: number, digits: number) => number): (...values: Value[]) => Value {
  if (types[0] === 'decimal') throw new Failure('kql-not-implemented', 'Rounding decimals is not run here.');
  return (value, digits = 0) => (typeof value === 'bigint' ? value : compute(Number(value), Number(digits)));
}

/** Halves go away from zero. */
function roundTo(value: number, digits: number): number {
  if (!Number.isFinite(value)) return value;
  const shifted = Number(`${Math.abs(value)}e${digits}`);
  const rounded = Number.isNaN(shifted) ? Math.abs(value) : Number(`${Math.round(shifted)}e${-digits}`);
  return Math.sign(value) * rounded;
}

/** Nulls are passed over. */
function extreme({ types, result }: Call, direction: 1 | -1): (...values: Value[]) => Value {
  const order = orderOf(result);
  const convert = types.map((type) => conversion(type, result));
  return (...values) => {
    let best: Value = null;
    values.forEach((value, index) => {
      const own = value === null ? null : (convert[index]?.(value) ?? null);
      if (own !== null && (best === null || order(own, best) * direction > 0)) best = own;
    });
    return best;
  };
}
