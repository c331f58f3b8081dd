import {
  type AliasEvent,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import { duplicateKeys, isMergeKey } from './duplicates.ts';
import { limits } from './limits.ts';
import { isCollectionTag, resolvePlain, resolveTagged } from './scalar.ts';
import { documentMarkers, flowEnd, skipSpace, skipToBlockHeader } from './scan.ts';
import type { ScalarStyle, YamlDocument, YamlEntry, YamlNode, YamlScalar } from './tree.ts';

/**
 * Builds the positioned tree from js-yaml's events in one pass. `original` turns an offset of `text` (which may have
 * been repaired) into one of the editor's document.
 */
export function buildDocuments(
  text: string,
  events: readonly Event[],
  original: (offset: number) => number,
  problems: Problem[],
): YamlDocument[] {
  const state: State = {
    text,
    original,
    problems,
    documents: [],
    markers: documentMarkers(text),
    marker: 0,
    stack: [],
    cursor: 0,
    anchors: new Map(),
    aliased: 0,
    aliasBombReported: false,
  };
  for (let index = 0; index < events.length; index++) {
    const event = events[index] as Event;
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        openDocument(state, event.explicitStart, events[index + 1]);
        break;
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        openCollection(state, event, events[index + 1]);
        break;
      case EVENT_ID.SCALAR:
        addScalar(state, event);
        break;
      case EVENT_ID.ALIAS:
        addAlias(state, event);
        break;
      case EVENT_ID.POP:
        close(state);
        break;
    }
  }
  return state.documents;
}

interface Anchor {
  readonly node: YamlNode;
  readonly weight: number;
  readonly height: number;
}

interface Frame {
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

interface State {
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

function openDocument(state: State, explicit: boolean, next: Event | undefined): void {
  let start = state.cursor;
  const firstContent = explicit ? Number.POSITIVE_INFINITY : contentStart(next);
  while (state.marker < state.markers.length) {
    const marker = state.markers[state.marker];
    if (marker === undefined || marker.start >= firstContent) break;
    state.marker++;
    start = marker.end;
    if (explicit && marker.explicit) break;
  }
  if (state.documents.length === 0 && !explicit && state.marker === 0) start = 0;
  state.anchors = new Map();
  state.cursor = start;
  state.stack.push(frame('document', start, false, false, undefined));
}

function contentStart(event: Event | undefined): number {
  switch (event?.type) {
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    case EVENT_ID.SCALAR:
      return Math.max(event.valueStart, event.anchorStart, event.tagStart);
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    default:
      return Number.POSITIVE_INFINITY;
  }
}

function openCollection(state: State, event: MappingEvent | SequenceEvent, next: Event | undefined): void {
  const flow = event.style === COLLECTION_STYLE.FLOW;
  const opener = state.text.charCodeAt(event.start);
  const pair =
    flow &&
    event.type === EVENT_ID.MAPPING &&
    (opener !== 123 || (next?.type === EVENT_ID.MAPPING && next.start === event.start));
  const anchor = event.anchorStart < 0 ? undefined : state.text.slice(event.anchorStart, event.anchorEnd);
  if (anchor !== undefined) state.anchors.set(anchor, 'open');
  if (event.tagStart >= 0) {
    const tag = state.text.slice(event.tagStart, event.tagEnd);
    if (!isCollectionTag(tag)) reportTag(state, tag, event.tagStart, event.tagEnd);
  }
  const kind = event.type === EVENT_ID.MAPPING ? 'mapping' : 'sequence';
  state.cursor = flow && !pair ? event.start + 1 : event.start;
  state.stack.push(frame(kind, event.start, flow, flow && !pair, anchor));
}

function frame(kind: Frame['kind'], start: number, flow: boolean, bracket: boolean, anchor: string | undefined): Frame {
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

function close(state: State): void {
  const done = state.stack.pop();
  if (done === undefined) return;
  if (done.kind === 'document') {
    const marker = state.markers[state.marker];
    const end = marker === undefined ? state.text.length : marker.start;
    state.documents.push({ range: range(state, done.start, Math.max(done.start, end)), root: done.items[0] });
    return;
  }
  const end = done.bracket ? flowEnd(state.text, state.cursor) : done.end;
  const place = range(state, done.start, end);
  const node: YamlNode =
    done.kind === 'mapping'
      ? { kind: 'mapping', range: place, flow: done.flow, entries: done.entries, merges: done.merges }
      : { kind: 'sequence', range: place, flow: done.flow, items: done.items };
  if (node.kind === 'mapping') duplicateKeys(node, state.problems);
  add(state, node, end, done.weight, done.height + 1, done.anchor);
}

function addScalar(state: State, event: ScalarEvent): void {
  const { text } = state;
  const anchor = event.anchorStart < 0 ? undefined : text.slice(event.anchorStart, event.anchorEnd);
  const propertiesEnd = Math.max(event.anchorEnd, event.tagEnd);
  const tag = event.tagStart < 0 ? undefined : text.slice(event.tagStart, event.tagEnd);
  if (event.valueStart < 0) {
    if (tag === undefined && anchor === undefined && state.stack.at(-1)?.kind === 'document') return;
    const at = propertiesEnd >= 0 ? propertiesEnd : emptyPlace(state);
    const place = range(state, at, at);
    const value = tag === undefined ? null : tagged(state, tag, '', event);
    const node: YamlScalar = { kind: 'scalar', range: place, style: 'plain', contentRange: place, text: '', value };
    add(state, node, at, 1, 0, anchor);
    return;
  }
  const content = getScalarValue(text, event);
  const style = styles[event.style] ?? 'plain';
  let start = event.valueStart;
  let end = event.valueEnd;
  let contentStart = start;
  let contentEnd = end;
  if (style === 'single' || style === 'double') {
    start--;
    end++;
  } else if (style !== 'plain') {
    start = skipToBlockHeader(text, Math.max(state.cursor, propertiesEnd));
    contentEnd = trimmedEnd(text, contentStart, end);
    if (contentEnd <= contentStart) contentStart = contentEnd = headerEnd(text, start);
    end = contentEnd;
  }
  const value =
    tag !== undefined ? tagged(state, tag, content, event) : style === 'plain' ? resolvePlain(content) : content;
  const place = range(state, start, end);
  const node: YamlScalar = {
    kind: 'scalar',
    range: place,
    style,
    contentRange: style === 'plain' ? place : range(state, contentStart, contentEnd),
    text: content,
    value,
  };
  add(state, node, end, 1, 0, anchor);
}

const styles: Readonly<Record<number, ScalarStyle>> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double',
  [SCALAR_STYLE.LITERAL_BLOCK]: 'literal',
  [SCALAR_STYLE.FOLDED_BLOCK]: 'folded',
};

function tagged(state: State, tag: string, text: string, event: ScalarEvent): YamlScalar['value'] {
  const value = resolveTagged(tag, text);
  if (value !== undefined) return value;
  reportTag(state, tag, event.tagStart, event.tagEnd);
  return text;
}

function reportTag(state: State, tag: string, start: number, end: number): void {
  state.problems.push({
    code: 'unknown-tag',
    severity: 'error',
    message: `\`${tag}\` is read as a YAML tag, which means nothing in a rule. If the exclamation mark belongs to the value, put the value in quotes.`,
    range: range(state, start, end),
  });
}

/** Where a value, key or item that was left out would stand. */
function emptyPlace(state: State): number {
  const parent = state.stack.at(-1);
  const next = skipSpace(state.text, state.cursor);
  const character = state.text[next];
  if (parent?.kind === 'mapping' && parent.key === undefined) {
    return character === '?' ? next + 1 : next;
  }
  if (parent?.kind === 'mapping') return endsKey(state.text, next, parent.flow) ? next + 1 : state.cursor;
  return character === '-' ? next + 1 : state.cursor;
}

/** Whether a colon stands there that parts a key from its value, and is not the first character of something else. */
function endsKey(text: string, at: number, flow: boolean): boolean {
  if (text[at] !== ':') return false;
  const following = text.charAt(at + 1);
  return following <= ' ' || (flow && ',[]{}'.includes(following));
}

function trimmedEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && text.charCodeAt(last - 1) <= 32) last--;
  return last;
}

function headerEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && /[-+0-9]/.test(text.charAt(end))) end++;
  return end;
}

function addAlias(state: State, event: AliasEvent): void {
  const name = state.text.slice(event.anchorStart, event.anchorEnd);
  const place = range(state, event.anchorStart - 1, event.anchorEnd);
  const found = state.anchors.get(name);
  let target: Anchor | undefined;
  if (found === undefined || found === 'open') {
    state.problems.push(found === undefined ? unknownAnchor(name, place) : circle(name, place));
  } else if (state.aliased + found.weight > limits.aliasedNodes || state.stack.length + found.height > limits.depth) {
    if (!state.aliasBombReported) state.problems.push(tooMuch(name, place));
    state.aliasBombReported = true;
  } else {
    target = found;
    state.aliased += found.weight;
  }
  const node: YamlNode = {
    kind: 'alias',
    range: place,
    name,
    ...(target === undefined ? {} : { target: target.node }),
  };
  add(state, node, event.anchorEnd, target?.weight ?? 1, target?.height ?? 0, undefined);
}

function unknownAnchor(name: string, place: Range): Problem {
  return {
    code: 'unknown-anchor',
    severity: 'error',
    message: `No anchor \`&${name}\` stands before the alias \`*${name}\`. If the asterisk is a wildcard, put the value in quotes.`,
    range: place,
    fixes: [
      {
        title: `Put \`*${name}\` in quotes`,
        edits: [{ range: place, text: `'*${name.replaceAll("'", "''")}'` }],
      },
    ],
  };
}

function circle(name: string, place: Range): Problem {
  return {
    code: 'unknown-anchor',
    severity: 'error',
    message: `\`*${name}\` stands inside of \`&${name}\` itself. Remove the alias.`,
    range: place,
  };
}

function tooMuch(name: string, place: Range): Problem {
  return {
    code: 'too-many-aliases',
    severity: 'error',
    message: `The aliases of this document stand for more than ${limits.aliasedNodes.toLocaleString('en')} values, or nest too deeply. Write out what \`*${name}\` stands for.`,
    range: place,
  };
}

function add(
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

function range(state: State, start: number, end: number): Range {
  return { start: state.original(start), end: state.original(end) };
}
