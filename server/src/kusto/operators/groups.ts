import type { Budget } from '../budget.ts';
import type { Expression } from '../expression.ts';
import type { Row } from '../plan.ts';
import { keyOf } from '../values/compare.ts';
import type { Value } from '../values/value.ts';

/** Rows with equal keys, in the order in which the keys came first. */
export interface Groups<T> {
  /** The group that the row belongs to. */
  readonly find: (row: Row) => Group<T>;
  readonly all: () => readonly Group<T>[];
}

export interface Group<T> {
  readonly keys: readonly Value[];
  /** Whatever the operator keeps for it. */
  state: T | undefined;
}

/** Without expressions there is one group, even of no rows only if it is asked for. */
export function createGroups<T>(expressions: readonly Expression[], budget: Budget): Groups<T> {
  const all: Group<T>[] = [];
  const readers = expressions.map(({ type, evaluate }) => ({
    type,
    evaluate,
    plain: type !== 'dynamic' && type !== 'decimal',
  }));
  const depth = readers.length;
  const root: Level<T> = new Map();
  const find = (row: Row): Group<T> => {
    const values: Value[] = new Array(depth);
    let level = root;
    for (let index = 0; index < depth; index++) {
      const reader = readers[index];
      if (reader === undefined) break;
      const value = reader.evaluate(row);
      values[index] = value;
      const key = reader.plain ? value : keyOf(value, reader.type);
      const found = level.get(key);
      if (index === depth - 1) {
        if (found !== undefined) return found as Group<T>;
        const group = newGroup(values);
        level.set(key, group);
        return group;
      }
      if (found !== undefined) level = found as Level<T>;
      else {
        const next: Level<T> = new Map();
        level.set(key, next);
        level = next;
      }
    }
    return all[0] ?? newGroup([]);
  };
  const newGroup = (keys: readonly Value[]): Group<T> => {
    budget.rows(1, depth + 4);
    for (const key of keys) if (typeof key === 'string' && key.length > 256) budget.bytes(key.length);
    const group: Group<T> = { keys, state: undefined };
    all.push(group);
    return group;
  };
  return { find, all: () => all };
}

/** A map for each key but the last leads to one for the next. */
type Level<T> = Map<unknown, Group<T> | Map<unknown, unknown>>;
