import type { Range } from '../range.ts';

/** A change of the draft: the characters from `start` to `end` become `text`, which is never shorter. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text that is parsed while the editor's text cannot be: the same with some characters replaced and some inserted.
 * Nothing is ever removed, so every offset has a counterpart in the editor's text.
 */
export interface Draft {
  readonly text: string;
  /** Where the stretch of text that this draft stands for begins in the editor's text. */
  readonly base: number;
  readonly insertions: readonly Insertion[];
}

/** `length` characters were inserted at offset `at` of the draft; ordered by `at`. */
interface Insertion {
  readonly at: number;
  readonly length: number;
}

/** Applies edits that are in order and do not overlap; their offsets are those of the draft before. */
export function applyEdits(draft: Draft, edits: readonly Edit[]): Draft {
  const pieces: string[] = [];
  const added: Insertion[] = [];
  const shifted: Insertion[] = [];
  let from = 0;
  let shift = 0;
  let next = 0;
  const takeOld = (before: number) => {
    for (; next < draft.insertions.length; next++) {
      const old = draft.insertions[next];
      if (old === undefined || old.at >= before) break;
      shifted.push({ at: old.at + shift, length: old.length });
    }
  };
  for (const edit of edits) {
    takeOld(edit.end);
    pieces.push(draft.text.slice(from, edit.start), edit.text);
    from = edit.end;
    const growth = edit.text.length - (edit.end - edit.start);
    if (growth > 0) added.push({ at: edit.end + shift, length: growth });
    shift += growth;
  }
  takeOld(Number.POSITIVE_INFINITY);
  pieces.push(draft.text.slice(from));
  const insertions = added.length === 0 ? shifted : [...shifted, ...added].sort((a, b) => a.at - b.at);
  return { text: pieces.join(''), base: draft.base, insertions };
}

/** The function from offsets of the draft to offsets of the editor's text; what was inserted has no width there. */
export function toOriginal(draft: Draft): (offset: number) => number {
  const { insertions, base } = draft;
  if (insertions.length === 0) return (offset) => base + offset;
  const before: number[] = [];
  let total = 0;
  for (const insertion of insertions) {
    before.push(total);
    total += insertion.length;
  }
  return (offset) => {
    let low = 0;
    let high = insertions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((insertions[middle]?.at ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    const last = insertions[low - 1];
    if (last === undefined) return base + offset;
    const earlier = before[low - 1] ?? 0;
    return base + offset - earlier - Math.min(offset - last.at, last.length);
  };
}

/** The range of the editor's text that a range of the draft stands for. */
export function originalRange(draft: Draft, start: number, end: number): Range {
  const original = toOriginal(draft);
  return { start: original(start), end: original(end) };
}

/** Replaces everything but line breaks by spaces. */
export function blank(text: string, start: number, end: number): Edit {
  return { start, end, text: text.slice(start, end).replace(/[^\r\n]/g, ' ') };
}
