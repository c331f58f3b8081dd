import { element, member } from '../values/json.ts';
import { type Bag, type Dynamic, isArray, isBag } from '../values/value.ts';

/**
 * The keys of a path such as `$.first[0]['second name']`; undefined for one with anything else in it
 * (documentation: "JSONPath expressions").
 */
export function keysOfPath(path: string): (string | number)[] | undefined {
  if (!/^\$(?:\.[^.[\]*?@()'"\s]+|\[(?:\d+|'[^']*'|"[^"]*")\])*$/.test(path)) return undefined;
  return [...path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\[['"](.*?)['"]\]/g)].map(([, name, index, quoted]) =>
    index === undefined ? (name ?? quoted ?? '') : Number(index),
  );
}

/** Undefined if there is nothing; a null that is written there is null. */
export function valueAt(value: Dynamic, keys: readonly (string | number)[]): Dynamic | undefined {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (typeof key === 'number') return isArray(value) && key in value ? valueAt(element(value, key), rest) : undefined;
  return isBag(value) && Object.hasOwn(value, key) ? valueAt(member(value, key), rest) : undefined;
}

/** The bag with that value; what is missing on the way, or is no bag, becomes one. */
export function withValueAt(bag: Bag, [key = '', ...rest]: readonly string[], value: Dynamic): Bag {
  if (rest.length === 0) return { ...bag, [key]: value };
  const inner = member(bag, key);
  return { ...bag, [key]: withValueAt(isBag(inner) ? inner : {}, rest, value) };
}
