import type { Range } from '../range.ts';
import { deref, entryOf } from '../yaml/navigate.ts';
import type { YamlMapping, YamlNode, YamlScalar } from '../yaml/tree.ts';
import type { Located } from './rule.ts';

/** The value of a key if it is text; its range is the content, without quotes. */
export function textOf(mapping: YamlMapping, key: string): Located<string> | undefined {
  return locatedText(entryOf(mapping, key)?.value);
}

/** The texts of a list; items of other types are left out, a single text counts as a list of one. */
export function textsOf(mapping: YamlMapping, key: string): Located<string>[] {
  const node = entryOf(mapping, key)?.value;
  const content = deref(node);
  const nodes = content?.kind === 'sequence' ? content.items : [node];
  return nodes.map(locatedText).filter((text) => text !== undefined);
}

/** A node's text, if it is text. */
export function locatedText(node: YamlNode | undefined): Located<string> | undefined {
  const scalar = deref(node);
  if (node === undefined || scalar?.kind !== 'scalar' || typeof scalar.value !== 'string') return undefined;
  return { value: scalar.value, range: contentRange(node, scalar) };
}

/** Where a scalar's content stands; for an alias, where the alias stands. */
export function contentRange(node: YamlNode, scalar: YamlScalar): Range {
  return node.kind === 'alias' ? node.range : scalar.contentRange;
}
