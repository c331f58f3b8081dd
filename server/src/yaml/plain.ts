import { deref, entriesOf, keyText } from './navigate.ts';
import type { YamlDocument, YamlEntry, YamlNode } from './tree.ts';

/**
 * A node as a plain JavaScript value for a JSON Schema validator: objects without a prototype (so that `constructor` and
 * `__proto__` are keys like others), keys as text, the last of equal keys, merge keys resolved, an alias without target
 * as null, and integers beyond 2^53 as the nearest number.
 */
export function toPlain(node: YamlNode | undefined): unknown {
  return plain(node, new Map());
}

/** A place in a document: the node, and the entry whose value it is. */
export interface Place {
  readonly node: YamlNode;
  /** Missing for the root and for items of sequences. */
  readonly entry?: YamlEntry;
}

/** The node that a JSON pointer (ajv's `instancePath`) into `toPlain(document.root)` means. */
export function nodeAtPointer(document: YamlDocument, pointer: string): Place | undefined {
  if (document.root === undefined) return undefined;
  let place: Place = { node: document.root };
  for (const part of pointer.split('/').slice(1)) {
    const next = step(place.node, part.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (next === undefined) return undefined;
    place = next;
  }
  return place;
}

function step(node: YamlNode, name: string): Place | undefined {
  const parent = deref(node);
  if (parent?.kind === 'sequence') {
    const item = parent.items[Number(name)];
    return item === undefined ? undefined : { node: item };
  }
  if (parent?.kind !== 'mapping') return undefined;
  const entry = entriesOf(parent).findLast((candidate) => keyText(candidate) === name);
  return entry === undefined ? undefined : { node: entry.value, entry };
}

/** What aliases stand for is converted once, however often it is used. */
function plain(node: YamlNode | undefined, shared: Map<YamlNode, unknown>): unknown {
  switch (node?.kind) {
    case undefined:
      return null;
    case 'scalar':
      return typeof node.value === 'bigint' ? Number(node.value) : node.value;
    case 'sequence':
      return node.items.map((item) => plain(item, shared));
    case 'mapping': {
      const object: Record<string, unknown> = Object.create(null);
      for (const entry of entriesOf(node)) {
        const key = keyText(entry);
        if (key !== undefined) object[key] = plain(entry.value, shared);
      }
      return object;
    }
    case 'alias': {
      if (node.target === undefined) return null;
      if (!shared.has(node.target)) shared.set(node.target, plain(node.target, shared));
      return shared.get(node.target);
    }
  }
}
