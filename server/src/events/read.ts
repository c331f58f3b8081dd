import type { Problem } from '../problem.ts';
import { type Lines, type ReadEvent, readObject, skipOther } from './readObject.ts';

export type { ReadEvent };

export interface EventList {
  readonly events: readonly ReadEvent[];
  /** Broken lines and the like, each at its place; the rest of the file is read. At most a hundred. */
  readonly problems: readonly Problem[];
}

/**
 * The events of a text: one JSON object, an array of them, one a line (NDJSON), or several one after the other, pretty
 * printed or not; a byte-order mark and CR LF are allowed. Integers beyond 2^53 are `bigint`. Ranges are offsets in
 * `text`, without the blanks around an event.
 */
export function readEvents(text: string): EventList {
  const events: ReadEvent[] = [];
  const problems: Problem[] = [];
  for (const step of eventsOf(text)) {
    if (step.kind === 'event') events.push(step.event);
    else problems.push(step.problem);
  }
  return { events, problems };
}

export type ReadStep =
  | { readonly kind: 'event'; readonly event: ReadEvent }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Where the reading of a text in pieces stands. */
export interface ReadState {
  inArray: boolean;
  /** How many were told; after a hundred nothing is read any more. */
  problems: number;
}

/** The same, one step at a time, so that a caller can pause in a large file; `state` is kept for the text's next piece. */
export function* eventsOf(text: string, state: ReadState = { inArray: false, problems: 0 }): Generator<ReadStep> {
  const lines: Lines = { lineBreak: -1 };
  let position = skipSeparators(text, 0);
  while (position < text.length && state.problems < mostProblems) {
    const character = text[position];
    if (state.inArray ? character === ']' : character === '[') {
      state.inArray = !state.inArray;
      position = skipSeparators(text, position + 1);
      continue;
    }
    const read = character === '{' ? readObject(text, position, lines) : skipOther(text, position, state.inArray);
    position = skipSeparators(text, read.next);
    if ('event' in read) yield { kind: 'event', event: { event: read.event, range: read.range } };
    else if (++state.problems < mostProblems) yield { kind: 'problem', problem: read.problem };
    else {
      const message = 'There are more broken places from here on; the rest of the file is not read.';
      yield { kind: 'problem', problem: { ...read.problem, message } };
    }
  }
}

const mostProblems = 100;

/** Blanks, a byte-order mark, and commas, which some tools also leave between lines. */
function skipSeparators(text: string, from: number): number {
  let position = from;
  for (; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09 && code !== 0x2c && code !== 0xfeff) break;
  }
  return position;
}
