import type { Range } from '../range.ts';
import type { Expression, Item, ItemValue } from '../sigma/expression.ts';
import { type ItemKey, splitKey } from '../sigma/key.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { deref, entriesOf } from '../yaml/navigate.ts';
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from '../yaml/tree.ts';
import type { CheckContext } from './check.ts';

/** One `field|modifiers: values` as it stands in the file, or one list of keywords (then without `entry`). */
export interface ItemSite {
  /** The name of the selection that it belongs to. */
  readonly selection: string;
  readonly field: string | undefined;
  readonly fieldRange: Range;
  readonly modifiers: ItemKey['modifiers'];
  readonly entry?: YamlEntry;
  /** The mapping that holds the entry. */
  readonly mapping?: YamlMapping;
  /** The list that holds the values, if there is one. */
  readonly sequence?: YamlSequence;
  readonly values: readonly ValueSite[];
  /** What it means; missing where something in it has no meaning. */
  readonly item?: Item;
}

export interface ValueSite {
  readonly scalar: YamlScalar;
  /** Its place in the list of values. */
  readonly index: number;
  /** The scalar or the alias that stands for it. */
  readonly node: YamlNode;
  readonly value?: ItemValue;
}

/** All items of a rule in the order of the file, each once, however many aliases lead to it. Found once, though many checks ask. */
export function itemsOf({ file, rule }: CheckContext): readonly ItemSite[] {
  if (rule.kind === 'correlation') return [];
  let sites = sitesByRule.get(rule);
  if (sites === undefined) {
    const walk: Walk = { text: file.text, sites: [], visited: new Set(), meanings: new Map() };
    for (const { name, node, expression } of rule.selections) {
      if (expression !== undefined) collectMeanings(expression, walk.meanings);
      collect(node, name, walk, 0);
    }
    sites = walk.sites;
    sitesByRule.set(rule, sites);
  }
  return sites;
}

/** Whether a modifier stands in the item's key. */
export function hasModifier(site: ItemSite, ...names: readonly string[]): boolean {
  return site.modifiers.some(({ name }) => names.includes(name));
}

const sitesByRule = new WeakMap<SigmaRule, readonly ItemSite[]>();

interface Walk {
  readonly text: string;
  readonly sites: ItemSite[];
  readonly visited: Set<unknown>;
  /** By where they begin. */
  readonly meanings: Map<number, Item>;
}

function collectMeanings(expression: Expression, meanings: Walk['meanings']): void {
  switch (expression.kind) {
    case 'item':
      if (!meanings.has(expression.range.start)) meanings.set(expression.range.start, expression);
      return;
    case 'and':
    case 'or':
      for (const operand of expression.operands) collectMeanings(operand, meanings);
      return;
    case 'not':
    case 'selection':
      collectMeanings(expression.operand, meanings);
  }
}

function collect(node: YamlNode, selection: string, walk: Walk, depth: number): void {
  const content = deref(node);
  if (content === undefined || depth > 4 || walk.visited.has(content)) return;
  walk.visited.add(content);
  if (content.kind === 'mapping') {
    for (const entry of entriesOf(content)) addItem(entry, content, selection, walk);
  } else if (content.kind === 'scalar') {
    if (content.value !== null) addKeywords(node, [node], undefined, selection, walk);
  } else {
    const keywords = content.items.filter((item) => deref(item)?.kind === 'scalar');
    if (keywords.length > 0) addKeywords(node, content.items, content, selection, walk);
    for (const item of content.items) if (deref(item)?.kind !== 'scalar') collect(item, selection, walk, depth + 1);
  }
}

function addItem(entry: YamlEntry, mapping: YamlMapping, selection: string, walk: Walk): void {
  const key = deref(entry.key);
  if (key?.kind !== 'scalar' || walk.visited.has(entry)) return;
  walk.visited.add(entry);
  const { field, fieldRange, modifiers } = splitKey(walk.text, key);
  const content = deref(entry.value);
  const sequence = content?.kind === 'sequence' ? content : undefined;
  const item = walk.meanings.get(entry.range.start);
  walk.sites.push({
    selection,
    field,
    fieldRange,
    modifiers,
    entry,
    mapping,
    ...(sequence && { sequence }),
    values: valuesOf(sequence?.items ?? [entry.value], item),
    ...(item && { item }),
  });
}

function addKeywords(
  node: YamlNode,
  nodes: readonly YamlNode[],
  sequence: YamlSequence | undefined,
  selection: string,
  walk: Walk,
): void {
  const found = walk.meanings.get(node.range.start);
  const item = found?.field === undefined ? found : undefined;
  walk.sites.push({
    selection,
    field: undefined,
    fieldRange: { start: node.range.start, end: node.range.start },
    modifiers: [],
    ...(sequence && { sequence }),
    values: valuesOf(nodes, item),
    ...(item && { item }),
  });
}

function valuesOf(nodes: readonly YamlNode[], item: Item | undefined): ValueSite[] {
  const isComplete = item?.values.length === nodes.length;
  return nodes.flatMap((node, index) => {
    const scalar = deref(node);
    if (scalar?.kind !== 'scalar') return [];
    const value = isComplete ? item.values[index] : undefined;
    return [{ scalar, index, node, ...(value && { value }) }];
  });
}
