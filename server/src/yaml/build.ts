import { COLLECTION_STYLE, EVENT_ID, type Event, type MappingEvent, type SequenceEvent } from 'js-yaml';
import type { Problem } from '../problem.ts';
import { addAlias } from './buildAlias.ts';
import { add, frame, range, reportTag, type State } from './building.ts';
import { addScalar } from './buildScalar.ts';
import { duplicateKeys } from './duplicates.ts';
import { isCollectionTag } from './scalar.ts';
import { documentMarkers, flowEnd } from './scan.ts';
import type { YamlDocument, YamlNode } from './tree.ts';

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
