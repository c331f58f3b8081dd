/** A half-open span of a document in UTF-16 code units: what LSP and VS Code count in. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export function contains(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

/** The smallest range that holds both. */
export function cover(first: Range, second: Range): Range {
  return { start: Math.min(first.start, second.start), end: Math.max(first.end, second.end) };
}
