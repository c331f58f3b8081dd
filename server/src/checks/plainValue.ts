import { deref, entriesOf, entryOf, keyText } from '../yaml/navigate.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../yaml/tree.ts';

/**
 * The JavaScript value of a node, as a JSON Schema validator wants it. Mappings and sequences more than `depth` levels
 * down become empty ones: the schemas do not look that deep, and a long detection need not be copied.
 * An alias to nothing is undefined. Objects have no prototype, so that a key named `__proto__` is an ordinary key.
 */
export function plainValue(node: YamlNode, depth: number): unknown {
  const target = deref(node);
  if (target === undefined) return undefined;
  switch (target.kind) {
    case 'scalar':
      return typeof target.value === 'bigint' ? Number(target.value) : target.value;
    case 'sequence':
      return depth <= 0 ? [] : target.items.map((item) => plainValue(item, depth - 1));
    case 'mapping':
      return depth <= 0 ? {} : plainObject(target, (value) => plainValue(value, depth - 1));
  }
}

/** The value of a whole document. Selections are cut off below their fields. */
export function plainDocument(root: YamlMapping): object {
  return plainObject(root, (value, key) => plainValue(value, key === 'detection' || key === 'filter' ? 2 : 5));
}

function plainObject(mapping: YamlMapping, convert: (node: YamlNode, key: string) => unknown): object {
  const result: Record<string, unknown> = Object.create(null);
  for (const entry of entriesOf(mapping)) {
    const key = keyText(entry);
    if (key !== undefined) result[key] = convert(entry.value, key);
  }
  return result;
}

/** A place in a document: the node, and the entry it is the value of unless it is the root or an item. */
export interface Place {
  readonly node: YamlNode;
  readonly entry?: YamlEntry;
}

/** The node at a path of keys and item numbers, each place on the way there; the root first. Stops where the path leaves the document. */
export function placesAt(root: YamlNode, path: readonly string[]): readonly Place[] {
  const places: Place[] = [{ node: root }];
  let node = deref(root);
  for (const segment of path) {
    if (node?.kind === 'mapping') {
      const entry = entryOf(node, segment);
      if (entry === undefined) break;
      places.push({ node: entry.value, entry });
      node = deref(entry.value);
    } else if (node?.kind === 'sequence') {
      const item = node.items[Number(segment)];
      if (item === undefined) break;
      places.push({ node: item });
      node = deref(item);
    } else break;
  }
  return places;
}
