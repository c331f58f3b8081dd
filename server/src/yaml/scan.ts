/** The offset of the next character that is neither white space nor part of a comment. */
export function skipSpace(text: string, offset: number): number {
  let at = offset;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9 || code === 10 || code === 13 || code === 0xfeff) at++;
    else if (code === 35 && (at === 0 || text.charCodeAt(at - 1) <= 32)) at = lineEnd(text, at);
    else break;
  }
  return at;
}

/** The offset of the `|` or `>` that opens the next block scalar. */
export function skipToBlockHeader(text: string, offset: number): number {
  let at = skipSpace(text, offset);
  while (at < text.length && text[at] !== '|' && text[at] !== '>') at = skipSpace(text, at + 1);
  return at;
}

/** The offset after the bracket that closes the flow collection whose last content ends at `offset`. */
export function flowEnd(text: string, offset: number): number {
  let at = skipSpace(text, offset);
  while (at < text.length && (text[at] === ',' || text[at] === ':' || text[at] === '?')) at = skipSpace(text, at + 1);
  return Math.min(at + 1, text.length);
}

/** A line up to its comment, without the blanks before that. A `#` within a word begins none. */
export function withoutComment(line: string): string {
  const comment = line.search(/(?<!\S)#/);
  return comment < 0 ? line : line.slice(0, comment).trimEnd();
}

/** All `---` and `...` lines, with the span of the marker itself. */
export function documentMarkers(text: string): { start: number; end: number; explicit: boolean }[] {
  const markers: { start: number; end: number; explicit: boolean }[] = [];
  if (!text.includes('---') && !text.includes('...')) return markers;
  for (const match of text.matchAll(/(?<=^|[\r\n]|^\ufeff)(?:---|\.\.\.)(?=[ \t\r\n]|$)/g)) {
    markers.push({ start: match.index, end: match.index + 3, explicit: match[0] === '---' });
  }
  return markers;
}

/** The offset of the line break that ends the line, or the text's end. */
export function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) break;
    at++;
  }
  return at;
}

/** The offset of the line's first character. */
export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0) {
    const code = text.charCodeAt(at - 1);
    if (code === 10 || code === 13) break;
    at--;
  }
  return at;
}

export interface Line {
  readonly start: number;
  /** Before the line break. */
  readonly end: number;
}

/** The nearest line with content that ends before an offset which begins a line. */
export function lineBefore(text: string, offset: number): Line | undefined {
  let end = offset;
  while (end > 0 && text.charCodeAt(end - 1) <= 32) end--;
  return end === 0 ? undefined : { start: lineStart(text, end), end };
}
