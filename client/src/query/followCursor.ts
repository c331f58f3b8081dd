import type { LspRange } from '../../../server/src/lsp/protocol.ts';

/** As an editor's `Position`: from 0, `character` in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

/** Which of a document's several queries a result is of, and where the cursor was that it was chosen for. */
export interface ShownQuery {
  readonly index: number;
  readonly count: number;
  readonly range: LspRange;
  readonly askedAt: Place | undefined;
}

/**
 * Whether the cursor stands where another query may be meant than the one that is shown; undefined stands for the only
 * one of its document. A place between two queries, where nothing but a comment is, means one of them: at the place that
 * was asked about, nothing is to be asked again.
 */
export function mayMeanAnother(shown: ShownQuery | undefined, cursor: Place | undefined): boolean {
  if (shown === undefined || cursor === undefined) return false;
  const { index, count, range, askedAt } = shown;
  if (askedAt !== undefined && isSame(askedAt, cursor)) return false;
  return isBefore(cursor, range.start) || (index < count - 1 && !isBefore(cursor, range.end));
}

function isBefore(one: Place, other: Place): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}

function isSame(one: Place, other: Place): boolean {
  return one.line === other.line && one.character === other.character;
}
