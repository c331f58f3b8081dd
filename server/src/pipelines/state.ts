import { compare } from './compare.ts';
import type { StateCondition } from './pipeline.ts';

/** Whether a variable of the state is as the condition wants it; never when it has not been set. */
export function holdsState({ key, value, relation }: StateCondition, state: ReadonlyMap<string, unknown>): boolean {
  if (!state.has(key)) return false;
  const actual = state.get(key);
  const [left, right] = [comparable(actual), comparable(value)];
  if (typeof left === 'string' && typeof right === 'string') return compare(left, right, relation);
  if (typeof left === 'number' && typeof right === 'number') return compare(left, right, relation);
  // A text and a number are neither equal nor in any order.
  return relation === 'ne';
}

function comparable(value: unknown): string | number | undefined {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'bigint' || typeof value === 'boolean' ? Number(value) : undefined;
}
