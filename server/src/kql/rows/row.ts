import type { Columns } from '../../catalog/columns.ts';

/** A row while it is made. Bags stand as objects; those in columns of text become JSON at the end. */
export interface RowDraft {
  readonly columns: Columns;
  readonly values: Map<string, unknown>;
}

/** Gives a column a value. False if it has another one already, or the table has no such column. */
export function setColumn({ columns, values }: RowDraft, column: string, value: unknown): boolean {
  const type = columns.get(column);
  if (type === undefined) return false;
  const typed = typedValue(type, value);
  if (typed === undefined) return false;
  if (values.has(column)) return sameValue(values.get(column), typed);
  values.set(column, typed);
  return true;
}

/** Gives a place within a bag a value. */
export function setPath(draft: RowDraft, column: string, keys: readonly string[], value: unknown): boolean {
  const [...outer] = keys;
  const last = outer.pop();
  if (last === undefined) return setColumn(draft, column, value);
  if (!draft.columns.has(column)) return false;
  const bag = draft.values.get(column) ?? {};
  if (!isBag(bag)) return false;
  draft.values.set(column, bag);
  let place = bag;
  for (const key of outer) {
    const inner = ownValue(place, key) ?? {};
    if (!isBag(inner)) return false;
    define(place, key, inner);
    place = inner;
  }
  const known = ownValue(place, last);
  if (known !== undefined) return sameValue(known, value);
  define(place, last, value);
  return true;
}

export function isBag(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list or a bag as a column of text has it; of a number that is too large for JavaScript's JSON the digits. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));
}

function ownValue(bag: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(bag, key) ? bag[key] : undefined;
}

/** Also for a key such as `__proto__`, which an assignment would not make a property. */
function define(bag: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(bag, key, { value, enumerable: true, writable: true, configurable: true });
}

function sameValue(first: unknown, second: unknown): boolean {
  return first === second || String(first).toLowerCase() === String(second).toLowerCase();
}

/** Undefined if the type has no such value. */
function typedValue(type: string, value: unknown): unknown {
  switch (type) {
    case 'string':
      return typeof value === 'object' && value !== null ? jsonOf(value) : String(value ?? '');
    case 'int':
      return wholeNumber(value, 32);
    case 'long':
      return wholeNumber(value, 64);
    case 'real':
      return decimalNumber(value);
    case 'bool':
      return truth(value);
    case 'datetime':
      return value instanceof Date || time.test(String(value)) ? value : undefined;
    case 'guid':
      return guid.test(String(value)) ? value : undefined;
    default:
      return value;
  }
}

function wholeNumber(value: unknown, bits: number): number | bigint | undefined {
  const whole = integerOf(value);
  if (whole === undefined || BigInt.asIntN(bits, whole) !== whole) return undefined;
  return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
}

function integerOf(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  if (typeof value !== 'string' || !/^\s*(?:-?\d+|0x[\da-f]+)\s*$/i.test(value)) return undefined;
  return BigInt(value.trim());
}

function decimalNumber(value: unknown): number | undefined {
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  if (!isNumber && !(typeof value === 'string' && /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value))) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

const time = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/;
const guid = /^\{?[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\}?$/i;

function truth(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = String(value).toLowerCase();
  return word === 'true' || word === '1' ? true : word === 'false' || word === '0' ? false : undefined;
}
