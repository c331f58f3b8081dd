/** What JSON can hold, in Sigma's field names. Integers beyond 2^53 may be `bigint`. */
export type Event = Readonly<Record<string, unknown>>;

export type Scalar = string | number | bigint | boolean;

export function isScalar(value: unknown): value is Scalar {
  return (
    typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
  );
}

/** A number or boolean of an event also matches as text. */
export function textOf(value: Scalar): string {
  return typeof value === 'string' ? value : String(value);
}

/** Whether the value, or any element of a list however deep, holds; null, objects and empty lists do not. */
export function someScalar(value: unknown, holds: (scalar: Scalar) => boolean): boolean {
  if (isScalar(value)) return holds(value);
  return Array.isArray(value) && elementsOf(value).some((element) => isScalar(element) && holds(element));
}

/** Whether the value is null, or a list with a null in it. */
export function holdsNull(value: unknown): boolean {
  return value === null || (Array.isArray(value) && elementsOf(value).includes(null));
}

/** The elements of a list, in order, with those of the lists in it in their place. No depth exhausts the stack. */
export function elementsOf(list: readonly unknown[]): readonly unknown[] {
  if (!list.some(Array.isArray)) return list;
  const elements: unknown[] = [];
  const waiting: unknown[] = [list];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (!Array.isArray(next)) elements.push(next);
    else for (let index = next.length - 1; index >= 0; index--) waiting.push(next[index]);
  }
  return elements;
}

/** All scalars of an event, in objects and lists however deep: what keywords are looked for in. */
export function scalarsOf(event: Event): Scalar[] {
  const found: Scalar[] = [];
  const waiting: unknown[] = [event];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (isScalar(next)) found.push(next);
    else if (typeof next === 'object' && next !== null) for (const value of Object.values(next)) waiting.push(value);
  }
  return found;
}
