import type { Problem } from '../problem.ts';
import { eventsOf } from './read.ts';
import type { ReadEvent } from './readObject.ts';

/** Some lines of a file, read. Ranges count in `text`. */
export interface Batch {
  readonly text: string;
  /** How many lines of the file stand before it. */
  readonly linesBefore: number;
  readonly events: readonly ReadEvent[];
  readonly problems: readonly Problem[];
}

export interface BatchReader {
  /** Takes the next piece of the text, cut anywhere. Undefined until a whole event is there. */
  push(piece: string): Batch | undefined;
  /** What is left at the end of the text. */
  end(): Batch;
}

/**
 * Reads what `readEvents` reads from a text that comes in pieces, and keeps no more of it than the event that is not
 * complete. It cuts where a line begins with `{` after one that ends with `}`: a pretty-printed array, of which no line
 * does, is read as a whole at the end.
 */
export function createBatchReader(): BatchReader {
  let waiting = '';
  let linesBefore = 0;
  const state = { inArray: false, problems: 0 };
  const read = (text: string): Batch => {
    const events: ReadEvent[] = [];
    const problems: Problem[] = [];
    for (const step of eventsOf(text, state)) {
      if (step.kind === 'event') events.push(step.event);
      else problems.push(step.problem);
    }
    const batch = { text, linesBefore, events, problems };
    linesBefore += lineBreaks(text);
    return batch;
  };
  return {
    push: (piece) => {
      const known = waiting.length;
      waiting += piece;
      const cut = lastStart(waiting, Math.max(0, known - 1));
      if (cut === 0) return undefined;
      const text = waiting.slice(0, cut);
      waiting = waiting.slice(cut);
      return read(text);
    },
    end: () => {
      const text = waiting;
      waiting = '';
      return read(text);
    },
  };
}

/** Where the last line starts that begins an event, or 0. What stands before `from` has been searched already. */
function lastStart(text: string, from: number): number {
  for (let at = text.lastIndexOf('\n{'); at >= from; at = at > 0 ? text.lastIndexOf('\n{', at - 1) : -1) {
    let before = at - 1;
    while (before > 0 && ' \t\r,'.includes(text.charAt(before))) before--;
    if (text[before] === '}') return at + 1;
  }
  return 0;
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
