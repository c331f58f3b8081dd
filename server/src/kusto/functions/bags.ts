import { Failure } from '../failure.ts';
import { keyOf } from '../values/compare.ts';
import { dynamicText, toDynamic, toText } from '../values/convert.ts';
import { printJson } from '../values/json.ts';
import { type Dynamic, type DynamicArray, isArray, isBag, type Value } from '../values/value.ts';
import type { FunctionFamily } from './function.ts';
import { keysOfPath, withValueAt } from './jsonPath.ts';

/** Bags and their canonical form. */
export const bags: FunctionFamily = {
  bag_set_key: {
    parameters: ['dynamic', 'string', 'any'],
    nulls: 'given',
    bind:
      ({ types }) =>
      (bag = null, key = '', value = null) =>
        setKey(bag, String(key), toDynamic(value, types[2] ?? 'dynamic')),
  },
  bag_zip: {
    parameters: ['dynamic', 'dynamic'],
    evaluate: (keys: Value, values: Value) => (isArray(keys) && isArray(values) ? zip(keys, values) : null),
  },
  dynamic_to_json: {
    parameters: ['any'],
    nulls: 'given',
    bind: ({ types }) => {
      const [type = 'dynamic'] = types;
      return (value = null) => (type === 'dynamic' ? canonical(value as Dynamic) : toText(value, type));
    },
  },
  treepath: {
    parameters: ['dynamic'],
    evaluate: (value: Value) => (isBag(value) ? [...new Set(pathsWithin(value, ''))] : null),
  },
  jaccard_index: { parameters: ['dynamic', 'dynamic'], evaluate: jaccard },
};

/** A key that starts with `$` is a path. */
function setKey(bag: Value, key: string, value: Dynamic): Value {
  if (!isBag(bag)) return null;
  if (!key.startsWith('$')) return { ...bag, [key]: value };
  const names = keysOfPath(key)?.filter((each) => typeof each === 'string');
  if (names === undefined || names.length === 0 || names.length !== keysOfPath(key)?.length)
    throw new Failure('kql-not-implemented', `\`bag_set_key\` with the path \`${key}\` is not run here.`);
  return withValueAt(bag, names, value);
}

/** Keys without a value get null; of equal keys the first counts, keys that are no texts are left out. */
function zip(keys: DynamicArray, values: DynamicArray): Value {
  const members = new Map<string, Dynamic>();
  keys.forEach((key, index) => {
    if (typeof key === 'string' && !members.has(key)) members.set(key, values[index] ?? null);
  });
  return Object.fromEntries(members);
}

/** Members in the order of their names. */
function canonical(value: Dynamic): string {
  if (isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isBag(value)) return typeof value === 'string' || value === null ? printJson(value) : dynamicText(value);
  const members = Object.entries(value).sort(([first], [second]) => (first < second ? -1 : first > second ? 1 : 0));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

/** Of every member and whatever lies within it, `['name']` by `['name']`; all elements of an array are `[0]`. */
function pathsWithin(value: Dynamic, path: string): string[] {
  if (isArray(value)) {
    const inner = `${path}[0]`;
    return value.length === 0 ? [] : [inner, ...value.flatMap((each) => pathsWithin(each, inner))];
  }
  if (!isBag(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const inner = `${path}['${key}']`;
    return [inner, ...pathsWithin(each, inner)];
  });
}

function jaccard(left: Value, right: Value): Value {
  if (!isArray(left) || !isArray(right)) return null;
  const [one, other] = [left, right].map((set) => new Set(set.map((each) => keyOf(each, 'dynamic'))));
  if (one === undefined || other === undefined) return null;
  const both = [...one].filter((key) => other.has(key)).length;
  const union = one.size + other.size - both;
  return union === 0 ? null : toDynamic(both / union, 'real');
}
