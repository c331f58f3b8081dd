import type { Criteria } from '../../sigma/correlations/condition.ts';
import { meets } from './criteria.ts';
import type { Item, Measure } from './item.ts';

/** How often each key is in the window. */
interface Tally<Key> {
  readonly add: (key: Key) => void;
  readonly remove: (key: Key) => void;
  readonly has: (key: Key) => boolean;
  /** Different keys. */
  readonly size: () => number;
}

export function createTally<Key>(): Tally<Key> {
  const counts = new Map<Key, number>();
  return {
    add: (key) => void counts.set(key, (counts.get(key) ?? 0) + 1),
    remove: (key) => {
      const left = (counts.get(key) ?? 0) - 1;
      if (left > 0) counts.set(key, left);
      else counts.delete(key);
    },
    has: (key) => counts.has(key),
    size: () => counts.size,
  };
}

/** Counts different keys: the ids of items for `event_count`, their values for `value_count`. */
export function countMeasure<Key>(keysOf: (item: Item) => readonly Key[], criteria: Criteria): Measure {
  const tally = createTally<Key>();
  return {
    add: (item) => keysOf(item).forEach(tally.add),
    remove: (item) => keysOf(item).forEach(tally.remove),
    holds: () => meets(tally.size(), criteria),
  };
}
