import { toLong } from '../values/long.ts';
import type { Value } from '../values/value.ts';
import type { FunctionFamily, ScalarFunction } from './function.ts';

/** Bits of 64-bit integers in two's complement. */
export const bits: FunctionFamily = {
  binary_and: combined((left, right) => left & right),
  binary_or: combined((left, right) => left | right),
  binary_xor: combined((left, right) => left ^ right),
  binary_not: { parameters: ['long'], evaluate: (value: number | bigint) => toLong(~BigInt(value)) },
  binary_shift_left: shifted((value, by) => value << by),
  binary_shift_right: shifted((value, by) => value >> by),
  bitset_count_ones: {
    parameters: ['long'],
    evaluate: (value: number | bigint) => BigInt.asUintN(64, BigInt(value)).toString(2).replaceAll('0', '').length,
  },
};

function combined(combine: (left: bigint, right: bigint) => bigint): ScalarFunction {
  return {
    parameters: ['long', 'long'],
    evaluate: (left: number | bigint, right: number | bigint) => toLong(combine(BigInt(left), BigInt(right))),
  };
}

/** By a number of bits modulo 64; null for a negative one. */
function shifted(shift: (value: bigint, by: bigint) => bigint): ScalarFunction {
  return {
    parameters: ['long', 'long'],
    evaluate: (value: number | bigint, by: number | bigint): Value =>
      by < 0 ? null : toLong(shift(BigInt(value), BigInt(by) % 64n)),
  };
}
