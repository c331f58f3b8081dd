import type { Range } from '../range.ts';

/** A part of the query and what of the rule made it, both in UTF-16 code units. */
export interface SourceLink {
  readonly query: Range;
  readonly source: Range;
}

export interface PrintedQuery {
  readonly text: string;
  /** In the order of the query, wider ranges before those they hold; they nest. */
  readonly sourceMap: readonly SourceLink[];
}

/** A query while it is being written. */
export interface Page {
  text: string;
  /** Where its last line starts. */
  lineStart: number;
  readonly links: SourceLink[];
  /** Nothing is broken over lines: somebody further out tries whether all of it fits. */
  flat: boolean;
}

/** Beyond the width of a line nothing is added to what will be taken back. */
export function write(page: Page, text: string): void {
  if (!page.flat || fits(page)) page.text += text;
}

export function breakLine(page: Page, indent: number): void {
  page.text += '\n';
  page.lineStart = page.text.length;
  page.text += ' '.repeat(indent);
}

/** Links all that `body` writes to each of the sources, of which the narrowest comes first. */
export function linked(page: Page, sources: readonly Range[], body: () => void): void {
  const start = page.text.length;
  const position = page.links.length;
  body();
  if (sources.length === 0) return;
  const query = { start, end: page.text.length };
  page.links.splice(position, 0, ...sources.toReversed().map((source) => ({ query, source })));
}

/** Writes `flat` if it stays on the line; else takes it back and writes `broken`. */
export function fitting(page: Page, flat: () => void, broken: () => void): void {
  if (page.flat) {
    flat();
    return;
  }
  const { text } = page;
  const links = page.links.length;
  page.flat = true;
  flat();
  page.flat = false;
  if (fits(page)) return;
  page.text = text;
  page.links.length = links;
  broken();
}

/** With a page it stops as soon as the line is too long for what has to stay on one. */
export function separated<T>(items: readonly T[], between: () => void, each: (item: T) => void, page?: Page): void {
  let isFirst = true;
  for (const item of items) {
    if (page?.flat && !fits(page)) return;
    if (!isFirst) between();
    isFirst = false;
    each(item);
  }
}

function fits({ text, lineStart }: Page): boolean {
  return text.length - lineStart <= lineWidth;
}

const lineWidth = 120;
