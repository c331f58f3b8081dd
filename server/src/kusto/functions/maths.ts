import type { Value } from '../values/value.ts';
import type { FunctionFamily, ScalarFunction } from './function.ts';

/** Functions of reals. Where a function is not defined the result is null, as documented for each. */
export const maths: FunctionFamily = {
  acos: within(Math.acos, (value) => Math.abs(value) <= 1),
  asin: within(Math.asin, (value) => Math.abs(value) <= 1),
  atan: real(Math.atan),
  atan2: { parameters: ['real', 'real'], evaluate: (y: number, x: number) => Math.atan2(y, x) },
  cos: real(Math.cos),
  sin: real(Math.sin),
  tan: real(Math.tan),
  cot: real((value) => 1 / Math.tan(value)),
  degrees: real((value) => (value * 180) / Math.PI),
  radians: real((value) => (value * Math.PI) / 180),
  exp: real(Math.exp),
  exp2: real((value) => 2 ** value),
  exp10: real((value) => 10 ** value),
  log: within(Math.log, (value) => value >= 0),
  log2: within(Math.log2, (value) => value >= 0),
  log10: within(Math.log10, (value) => value >= 0),
  sqrt: within(Math.sqrt, (value) => value >= 0),
  pow: { parameters: ['real', 'real'], evaluate: (base: number, exponent: number) => base ** exponent },
  pi: { parameters: [], evaluate: () => Math.PI },
  isnan: { parameters: ['real'], evaluate: (value: number) => Number.isNaN(value) },
  isinf: { parameters: ['real'], evaluate: (value: number) => Math.abs(value) === Number.POSITIVE_INFINITY },
  isfinite: { parameters: ['real'], evaluate: (value: number) => Number.isFinite(value) },
  rand: { parameters: ['size'], volatile: true, evaluate: random },
};

function real(compute: (value: number) => number): ScalarFunction {
  return { parameters: ['real'], evaluate: compute };
}

function within(compute: (value: number) => number, defined: (value: number) => boolean): ScalarFunction {
  return { parameters: ['real'], evaluate: (value: number): Value => (defined(value) ? compute(value) : null) };
}

/** From 0 to 1 (exclusive), or one of the whole numbers from 0 to below the argument. */
function random(count?: number): Value {
  return count === undefined ? Math.random() : Math.floor(Math.random() * count);
}
