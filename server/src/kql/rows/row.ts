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
      return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
    case 'int':
    case 'long':
      return wholeNumber(value);
    case 'real': {
      const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
      return Number.isFinite(number) ? number : undefined;
    }
    case 'bool':
      return truth(value);
    default:
      return value;
  }
}

function wholeNumber(value: unknown): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  if (typeof value !== 'string' || !/^\s*(?:-?\d+|0x[\da-f]+)\s*$/i.test(value)) return undefined;
  const whole = BigInt(value.trim());
  return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
}

function truth(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = String(value).toLowerCase();
  return word === 'true' || word === '1' ? true : word === 'false' || word === '0' ? false : undefined;
}
