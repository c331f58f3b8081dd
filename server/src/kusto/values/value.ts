/** Kusto's scalar types, by the names that the language service gives them. */
export type ScalarType =
  | 'string'
  | 'int'
  | 'long'
  | 'real'
  | 'decimal'
  | 'bool'
  | 'datetime'
  | 'timespan'
  | 'guid'
  | 'dynamic';

/**
 * A value of a column or an expression; which of these it is follows from the static type:
 * - `string`: a string, never null; a missing one is `''`
 * - `guid`: its text in lower case
 * - `bool`: a boolean
 * - `int`, `real`: a number (`real` also `NaN` and the infinities)
 * - `long`: a number while it is a safe integer, beyond that a bigint, so that equal values are always identical
 * - `datetime`: ticks of 100 ns since the first day of year 1; `timespan`: ticks; both always bigint
 * - `decimal`: a `Decimal`
 * - `dynamic`: a `Dynamic`
 * - null: the missing value of every type but `string`
 */
export type Value = null | boolean | number | bigint | string | Decimal | Dynamic;

/** `unscaled / 10 ** scale`, without trailing zeros; the scale is never negative. */
export interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

/**
 * JSON as Kusto has it. A number that is an integer is a `long` (bigint beyond 2^53), any other number a `real`; what
 * JSON has no form for, and a real that happens to be an integer, is `Boxed`. A bag's keys are its own properties.
 */
export type Dynamic = null | boolean | number | bigint | string | Boxed | DynamicArray | Bag;

export type DynamicArray = readonly Dynamic[];

export interface Bag {
  readonly [key: string]: Dynamic;
}

/** A value inside `dynamic` whose type cannot be told from its JavaScript form. The only class: a bag can hold any property. */
export class Boxed {
  readonly type: 'real' | 'decimal' | 'datetime' | 'timespan' | 'guid';
  readonly value: number | bigint | string | Decimal;

  constructor(type: Boxed['type'], value: Boxed['value']) {
    this.type = type;
    this.value = value;
  }
}

export function isArray(value: Value | undefined): value is DynamicArray {
  return Array.isArray(value);
}

export function isBag(value: Value | undefined): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Boxed);
}

/** Types whose values are numbers in arithmetic. */
export function isNumeric(type: ScalarType): boolean {
  return type === 'int' || type === 'long' || type === 'real' || type === 'decimal';
}

export function isScalarType(name: string): name is ScalarType {
  return scalarTypes.has(name);
}

const scalarTypes: ReadonlySet<string> = new Set<ScalarType>([
  'string',
  'int',
  'long',
  'real',
  'decimal',
  'bool',
  'datetime',
  'timespan',
  'guid',
  'dynamic',
]);
