import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import { isMergeKey } from './duplicates.ts';
import type { YamlDocument, YamlEntry, YamlNode } from './tree.ts';

/** The state of a tree that is being built from events. */
export interface State {
  readonly text: string;
  readonly original: (offset: number) => number;
  readonly problems: Problem[];
  readonly documents: YamlDocument[];
  readonly markers: readonly { readonly start: number; readonly end: number; readonly explicit: boolean }[];
  marker: number;
  readonly stack: Frame[];
  /** Where the last token that was placed ends, in offsets of `text`. */
  cursor: number;
  anchors: Map<string, Anchor | 'open'>;
  aliased: number;
  aliasBombReported: boolean;
}

/** A document or collection that is still open. */
export interface Frame {
  readonly kind: 'document' | 'mapping' | 'sequence';
  readonly start: number;
  /** Flow collections end after their bracket; `[a: b]` holds a mapping without one. */
  readonly bracket: boolean;
  readonly flow: boolean;
  readonly anchor: string | undefined;
  readonly items: YamlNode[];
  readonly entries: YamlEntry[];
  key: YamlNode | undefined;
  merges: boolean;
  end: number;
  weight: number;
  height: number;
}

/** A node that aliases may stand for; `weight` counts its nodes, aliases followed, and `height` how deep they nest. */
export interface Anchor {
  readonly node: YamlNode;
  readonly weight: number;
  readonly height: number;
}

export function frame(
  kind: Frame['kind'],
  start: number,
  flow: boolean,
  bracket: boolean,
  anchor: string | undefined,
): Frame {
  return {
    kind,
    start,
    bracket,
    flow,
    anchor,
    items: [],
    entries: [],
    key: undefined,
    merges: false,
    end: start,
    weight: 1,
    height: 0,
  };
}

/** Puts a finished node, which ends there, where the events have come to. */
export function add(
  state: State,
  node: YamlNode,
  end: number,
  weight: number,
  height: number,
  anchor: string | undefined,
): void {
  state.cursor = end;
  if (anchor !== undefined) state.anchors.set(anchor, { node, weight, height });
  const parent = state.stack.at(-1);
  if (parent === undefined) return;
  parent.end = end;
  parent.weight += weight;
  if (height > parent.height) parent.height = height;
  if (parent.kind !== 'mapping') parent.items.push(node);
  else if (parent.key === undefined) {
    parent.key = node;
    if (isMergeKey(node)) parent.merges = true;
  } else {
    const { key } = parent;
    parent.entries.push({ key, value: node, range: { start: key.range.start, end: node.range.end } });
    parent.key = undefined;
  }
}

/** Offsets of the text that is read as a range of the editor's document. */
export function range(state: State, start: number, end: number): Range {
  return { start: state.original(start), end: state.original(end) };
}

/** For a tag that means nothing in a rule. */
export function reportTag(state: State, tag: string, start: number, end: number): void {
  state.problems.push({
    code: 'unknown-tag',
    severity: 'error',
    message: `\`${tag}\` is read as a YAML tag, which means nothing in a rule. If the exclamation mark belongs to the value, put the value in quotes.`,
    range: range(state, start, end),
  });
}
