/** Zero-based line and UTF-16 character, as LSP counts them. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Translates between offsets and positions of one text. */
export interface LineIndex {
  readonly lineCount: number;
  /** An offset outside the text is moved to its nearest end. */
  positionAt(offset: number): Position;
  /** A character beyond its line is moved to the line's end (before its line break), as LSP asks. */
  offsetAt(position: Position): number;
  /** Where a line starts, and where it ends without its line break. Lines outside the text are empty at its ends. */
  lineRange(line: number): { readonly start: number; readonly end: number };
}

/** Indexes a text whose lines end with LF, CR LF or a lone CR (LSP 3.17, "Text Documents"). */
export function createLineIndex(text: string): LineIndex {
  const starts = lineStarts(text);

  const lineRange = (line: number) => {
    const start = starts[line];
    if (start === undefined) {
      const edge = line < 0 ? 0 : text.length;
      return { start: edge, end: edge };
    }
    let end = starts[line + 1] ?? text.length;
    while (end > start && isLineBreak(text.charCodeAt(end - 1))) end--;
    return { start, end };
  };

  return {
    lineCount: starts.length,
    lineRange,
    positionAt(offset) {
      const bounded = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((starts[middle] ?? 0) > bounded) high = middle;
        else low = middle + 1;
      }
      const line = low - 1;
      return { line, character: bounded - (starts[line] ?? 0) };
    },
    offsetAt({ line, character }) {
      const { start, end } = lineRange(line);
      return Math.max(start, Math.min(start + character, end));
    },
  };
}

const lineFeed = 10;
const carriageReturn = 13;

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset++) {
    const character = text.charCodeAt(offset);
    if (character === lineFeed || (character === carriageReturn && text.charCodeAt(offset + 1) !== lineFeed)) {
      starts.push(offset + 1);
    }
  }
  return starts;
}

function isLineBreak(character: number): boolean {
  return character === lineFeed || character === carriageReturn;
}
