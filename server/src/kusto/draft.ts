import type { Range } from '../range.ts';

/** A query into which text was put for the service, with the way back to its own places. */
export interface Draft {
  readonly query: string;
  readonly text: () => string;
  /** Puts text in front of that offset of the draft as it is now. */
  readonly insert: (offset: number, text: string) => void;
  /** The range of the query that a range of the draft comes from. */
  readonly original: (range: Range) => Range;
}

export function createDraft(query: string): Draft {
  let text = query;
  /** In the order in which they were made. */
  const insertions: { readonly at: number; readonly length: number }[] = [];
  const back = (offset: number): number =>
    insertions.reduceRight(
      (place, { at, length }) => (place >= at + length ? place - length : Math.min(place, at)),
      offset,
    );
  return {
    query,
    text: () => text,
    insert: (at, inserted) => {
      text = text.slice(0, at) + inserted + text.slice(at);
      insertions.push({ at, length: inserted.length });
    },
    original: ({ start, end }) => ({ start: back(start), end: back(end) }),
  };
}
