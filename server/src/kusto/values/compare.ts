import { compareDecimals, printDecimal } from './decimal.ts';
import { printJson, textOfBoxed } from './json.ts';
import { Boxed, type Decimal, type Dynamic, type ScalarType, type Value } from './value.ts';

/** Less than, equal to or greater than zero. Neither value is null; both are of the type. */
export type Order = (left: Value, right: Value) => number;

/**
 * The order of a type's values: strings by UTF-16 code units, `false` before `true`. `NaN` comes before every other
 * real. Dynamic values are ordered by kind first: numbers, strings, then the rest by its JSON.
 */
export function orderOf(type: ScalarType): Order {
  switch (type) {
    case 'decimal':
      return (left, right) => (isDecimal(left) && isDecimal(right) ? compareDecimals(left, right) : 0);
    case 'dynamic':
      return (left, right) => compareDynamic(left as Dynamic, right as Dynamic);
    case 'real':
      return compareReals;
    default:
      return comparePrimitives;
  }
}

/** A primitive that is the same for two values of the type if and only if they are equal; null for null. */
export function keyOf(value: Value, type: ScalarType): string | number | bigint | boolean | null {
  if (typeof value !== 'object') return value;
  if (value === null) return null;
  if (type === 'decimal' && isDecimal(value)) return printDecimal(value);
  return `${JSON.stringify(dynamicKey(value as Dynamic))}`;
}

/** Equality of two dynamic values, whatever the order of a bag's members. */
export function sameDynamic(left: Dynamic, right: Dynamic): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  return keyOf(left, 'dynamic') === keyOf(right, 'dynamic');
}

export function isDecimal(value: Value): value is Decimal {
  return typeof value === 'object' && value !== null && 'unscaled' in value && typeof value.unscaled === 'bigint';
}

function comparePrimitives(left: Value, right: Value): number {
  if (left === right) return 0;
  return (left as number) < (right as number) ? -1 : 1;
}

function compareReals(left: Value, right: Value): number {
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : -1;
  if (Number.isNaN(right)) return 1;
  return (left as number) < (right as number) ? -1 : (left as number) > (right as number) ? 1 : 0;
}

function compareDynamic(left: Dynamic, right: Dynamic): number {
  const [first, second] = [rank(left), rank(right)];
  if (first !== second) return first - second;
  if (first === 1) return compareReals(numeric(left), numeric(right));
  return comparePrimitives(first === 2 ? left : printJson(left), first === 2 ? right : printJson(right));
}

function rank(value: Dynamic): number {
  if (typeof value === 'number' || typeof value === 'bigint' || (value instanceof Boxed && value.type === 'real'))
    return 1;
  return typeof value === 'string' ? 2 : value instanceof Boxed ? 3 : 4;
}

function numeric(value: Dynamic): Value {
  return value instanceof Boxed ? (value.value as number) : value;
}

/** Bags with their keys in order, numbers and boxes told from texts. */
function dynamicKey(value: Dynamic): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return [0, String(value)];
  if (value instanceof Boxed) return [value.type === 'real' ? 0 : value.type, textOfBoxed(value)];
  if (Array.isArray(value)) return [1, value.map(dynamicKey)];
  return [
    2,
    Object.entries(value)
      .sort(([first], [second]) => (first < second ? -1 : 1))
      .map(([key, member]) => [key, dynamicKey(member)]),
  ];
}
