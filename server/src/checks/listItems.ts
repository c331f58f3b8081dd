import { deref, entryOf } from '../yaml/navigate.ts';
import type { YamlMapping, YamlScalar, YamlSequence } from '../yaml/tree.ts';

export interface ListItem {
  readonly scalar: YamlScalar;
  readonly index: number;
}

/** The list under a key of a mapping, with those of its items that are scalars; undefined if there is none. */
export function listUnder(mapping: YamlMapping, key: string): List | undefined {
  let lists = listsByMapping.get(mapping);
  if (lists === undefined) {
    lists = new Map();
    listsByMapping.set(mapping, lists);
  }
  if (!lists.has(key)) lists.set(key, readList(mapping, key));
  return lists.get(key);
}

interface List {
  readonly sequence: YamlSequence;
  readonly items: readonly ListItem[];
}

/** Each is read once, though many checks ask for the tags. */
const listsByMapping = new WeakMap<YamlMapping, Map<string, List | undefined>>();

function readList(mapping: YamlMapping, key: string): List | undefined {
  const entry = entryOf(mapping, key);
  const sequence = entry && deref(entry.value);
  if (sequence?.kind !== 'sequence') return undefined;
  const items = sequence.items.flatMap((item, index) => {
    const scalar = deref(item);
    return scalar?.kind === 'scalar' ? [{ scalar, index }] : [];
  });
  return { sequence, items };
}
