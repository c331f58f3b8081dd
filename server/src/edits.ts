import type { TextEdit } from './problem.ts';

/** The text after edits that do not overlap; of two at one place, the first one's text comes first. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let end = 0;
  for (const edit of inOrder(edits)) {
    result += text.slice(end, edit.range.start) + edit.text;
    end = edit.range.end;
  }
  return result + text.slice(end);
}

export function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.toSorted(
    (first, second) => first.range.start - second.range.start || first.range.end - second.range.end,
  );
}

/** Edits of a text of that length which do what `first` and then, on its result, `second` do. In order, not touching each other. */
export function composeEdits(length: number, first: readonly TextEdit[], second: readonly TextEdit[]): TextEdit[] {
  let pieces = piecesAfter(length, first);
  for (const { range, text } of inOrder(second).toReversed()) {
    const [before, rest] = splitAt(pieces, range.start);
    const [, after] = splitAt(rest, range.end - range.start);
    pieces = [...before, { kind: 'new', text }, ...after];
  }
  return editsOf(length, pieces);
}

/** A part of a text after edits: characters of the original, or new ones. */
type Piece =
  | { readonly kind: 'kept'; readonly start: number; readonly end: number }
  | { readonly kind: 'new'; readonly text: string };

function piecesAfter(length: number, edits: readonly TextEdit[]): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { range, text } of inOrder(edits)) {
    pieces.push({ kind: 'kept', start: end, end: range.start }, { kind: 'new', text });
    end = range.end;
  }
  return [...pieces, { kind: 'kept', start: end, end: length }];
}

function splitAt(pieces: readonly Piece[], offset: number): [Piece[], Piece[]] {
  let left = offset;
  for (const [index, piece] of pieces.entries()) {
    const size = piece.kind === 'kept' ? piece.end - piece.start : piece.text.length;
    if (left > size) {
      left -= size;
      continue;
    }
    const [head, tail] = halves(piece, left);
    return [
      [...pieces.slice(0, index), head],
      [tail, ...pieces.slice(index + 1)],
    ];
  }
  return [[...pieces], []];
}

function halves(piece: Piece, offset: number): [Piece, Piece] {
  if (piece.kind === 'new')
    return [
      { kind: 'new', text: piece.text.slice(0, offset) },
      { kind: 'new', text: piece.text.slice(offset) },
    ];
  const middle = piece.start + offset;
  return [
    { kind: 'kept', start: piece.start, end: middle },
    { kind: 'kept', start: middle, end: piece.end },
  ];
}

function editsOf(length: number, pieces: readonly Piece[]): TextEdit[] {
  const edits: TextEdit[] = [];
  let end = 0;
  let text = '';
  const finish = (start: number): void => {
    if (start > end || text !== '') edits.push({ range: { start: end, end: start }, text });
    text = '';
  };
  for (const piece of pieces) {
    if (piece.kind === 'new') text += piece.text;
    else if (piece.end > piece.start) {
      finish(piece.start);
      end = piece.end;
    }
  }
  finish(length);
  return edits;
}
