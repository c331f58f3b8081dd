import type { YamlScalar } from './tree.ts';

/**
 * The function from an index of a scalar's text to the offset in the document of the character that made it. Exact
 * through quotes, escapes, folded lines and block indentation; `document` is the text that the scalar's ranges mean.
 */
export function contentOffsets(document: string, scalar: YamlScalar): (index: number) => number {
  const { start, end } = scalar.contentRange;
  if (end - start === scalar.text.length) return (index) => start + Math.min(index, end - start);
  const source = document.slice(start, end);
  const block = scalar.style === 'literal' || scalar.style === 'folded';
  let positions: number[] | undefined;
  return (index) => {
    positions ??= block ? blockPositions(source, scalar.text) : flowPositions(source, scalar.style);
    return start + (positions[index] ?? end - start);
  };
}

/** For each character of the content, the index in its source. */
function flowPositions(source: string, style: YamlScalar['style']): number[] {
  const positions: number[] = [];
  for (let at = 0; at < source.length; ) {
    const character = source.charAt(at);
    const gap = /^[ \t]*(?:\r\n?|\n)[ \t\r\n]*/.exec(character <= ' ' ? source.slice(at, at + 4096) : '')?.[0];
    if (gap !== undefined) {
      const breaks = gap.match(/\r\n?|\n/g)?.length ?? 1;
      for (let count = Math.max(1, breaks - 1); count > 0; count--) positions.push(at);
      at += gap.length;
    } else if (style === 'single' && character === "'") {
      positions.push(at);
      at += 2;
    } else if (style === 'double' && character === '\\') {
      at = escaped(source, at, positions);
    } else {
      positions.push(at);
      at++;
    }
  }
  return positions;
}

/** The index after the escape sequence at `at`. */
function escaped(source: string, at: number, positions: number[]): number {
  const kind = source.charAt(at + 1);
  const lineBreak = /^[\r\n][ \t\r\n]*/.exec(source.slice(at + 1, at + 4096))?.[0];
  if (lineBreak !== undefined) return at + 1 + lineBreak.length;
  positions.push(at);
  const digits = kind === 'x' ? 2 : kind === 'u' ? 4 : kind === 'U' ? 8 : 0;
  if (digits === 8 && Number.parseInt(source.slice(at + 2, at + 10), 16) > 0xffff) positions.push(at);
  return at + 2 + digits;
}

function blockPositions(source: string, text: string): number[] {
  const positions: number[] = [];
  let at = 0;
  const indentation = Math.max(
    0,
    (/^(?:[ \t]*\r?\n)*( *)/.exec(source)?.[1]?.length ?? 0) - (/^\n*( *)/.exec(text)?.[1]?.length ?? 0),
  );
  const skipIndentation = () => {
    for (let count = 0; count < indentation && source.charAt(at) === ' '; count++) at++;
  };
  skipIndentation();
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    const lineBreak = lineBreakLength(source, at);
    if (lineBreak > 0 && (character === '\n' || character === ' ')) {
      positions.push(at);
      at += lineBreak;
      skipIndentation();
      continue;
    }
    while (at < source.length && source.charAt(at) !== character) at++;
    positions.push(at);
    at++;
  }
  return positions;
}

function lineBreakLength(source: string, at: number): number {
  if (source.startsWith('\r\n', at)) return 2;
  const character = source.charAt(at);
  return character === '\n' || character === '\r' ? 1 : 0;
}
