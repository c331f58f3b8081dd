import { contains } from '../range.ts';
import { isMergeKey } from './duplicates.ts';
import type { YamlAlias, YamlDocument, YamlEntry, YamlMapping, YamlNode, YamlSequence } from './tree.ts';

/** What an alias stands for, or the node itself; undefined for an alias without a target. */
export function deref(node: YamlNode | undefined): Exclude<YamlNode, YamlAlias> | undefined {
  let current = node;
  while (current?.kind === 'alias') current = current.target;
  return current;
}

/**
 * The entries of a mapping with its merge keys (`<<: *base`) resolved: its own entries first, then those that it
 * inherits and does not override itself.
 */
export function entriesOf(mapping: YamlMapping): readonly YamlEntry[] {
  if (!mapping.merges) return mapping.entries;
  const entries: YamlEntry[] = [];
  const names = new Set<string>();
  collect(mapping, entries, names);
  return entries;
}

/** The entry of a mapping with that key, merge keys included; the last one if there are several, as in PyYAML. */
export function entryOf(mapping: YamlMapping, key: string): YamlEntry | undefined {
  let index = indices.get(mapping);
  if (index === undefined) {
    index = new Map(entriesOf(mapping).map((entry) => [keyText(entry), entry]));
    indices.set(mapping, index);
  }
  return index.get(key);
}

/** Made once for a mapping, because some hundred checks ask a rule for its keys. */
const indices = new WeakMap<YamlMapping, ReadonlyMap<string | undefined, YamlEntry>>();

/** The key as text; undefined if it is no scalar. */
export function keyText(entry: YamlEntry): string | undefined {
  const key = deref(entry.key);
  return key?.kind === 'scalar' ? key.text : undefined;
}

/** One step from a collection towards a position. */
export type PathStep =
  | { readonly kind: 'key'; readonly mapping: YamlMapping; readonly entry: YamlEntry }
  | { readonly kind: 'value'; readonly mapping: YamlMapping; readonly entry: YamlEntry }
  | { readonly kind: 'item'; readonly sequence: YamlSequence; readonly index: number; readonly item: YamlNode };

/**
 * The way from the root to the innermost node at an offset, outermost step first; empty when the offset lies in no
 * entry or item. An end of a range belongs to it, so a cursor just after a word is in the word. Between a key and its
 * value the step is `value`.
 */
export function pathAt(document: YamlDocument, offset: number): PathStep[] {
  const path: PathStep[] = [];
  let node: YamlNode | undefined = document.root;
  while (node !== undefined && (node.kind === 'mapping' || node.kind === 'sequence')) {
    const step: PathStep | undefined = node.kind === 'mapping' ? entryAt(node, offset) : itemAt(node, offset);
    if (step === undefined) break;
    path.push(step);
    if (step.kind === 'item') node = step.item;
    else node = step.kind === 'key' ? step.entry.key : step.entry.value;
  }
  return path;
}

/** The node in which a path ends. */
export function nodeOf(path: readonly PathStep[], document: YamlDocument): YamlNode | undefined {
  const last = path.at(-1);
  if (last === undefined) return document.root;
  if (last.kind === 'item') return last.item;
  return last.kind === 'key' ? last.entry.key : last.entry.value;
}

function entryAt(mapping: YamlMapping, offset: number): PathStep | undefined {
  const entry = mapping.entries[lastStartingBefore(mapping.entries, offset)];
  if (entry === undefined || !contains(entry.range, offset)) return undefined;
  return { kind: contains(entry.key.range, offset) ? 'key' : 'value', mapping, entry };
}

function itemAt(sequence: YamlSequence, offset: number): PathStep | undefined {
  const index = lastStartingBefore(sequence.items, offset);
  const item = sequence.items[index];
  return item !== undefined && contains(item.range, offset) ? { kind: 'item', sequence, index, item } : undefined;
}

/** Binary search, because a list may have 100,000 items. */
function lastStartingBefore(parts: readonly { readonly range: { readonly start: number } }[], offset: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((parts[middle]?.range.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function collect(mapping: YamlMapping, entries: YamlEntry[], names: Set<string>): void {
  for (const entry of mapping.entries) {
    if (isMergeKey(entry.key)) continue;
    const name = keyText(entry);
    if (name !== undefined && names.has(name)) continue;
    entries.push(entry);
  }
  for (const entry of mapping.entries) {
    const name = keyText(entry);
    if (name !== undefined) names.add(name);
  }
  for (const entry of mapping.entries) {
    if (!isMergeKey(entry.key)) continue;
    const source = deref(entry.value);
    if (source?.kind === 'mapping') collect(source, entries, names);
    else if (source?.kind === 'sequence') {
      for (const item of source.items) {
        const part = deref(item);
        if (part?.kind === 'mapping') collect(part, entries, names);
      }
    }
  }
}
