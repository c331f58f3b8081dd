import type { Problem } from '../../server/src/problem.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';

/** A rule around the lines of its `detection`. */
export function ruleOf(...lines: readonly string[]): string {
  const body = lines.join('\n').replace(/^/gm, '    ');
  return `title: Case\nlogsource:\n    category: test\ndetection:\n${body}\n`;
}

/** A rule with one selection of these lines, which the condition names. */
export function selectionOf(...lines: readonly string[]): string {
  const body = lines.join('\n').replace(/^/gm, '    ');
  return ruleOf('selection:', body, 'condition: selection');
}

/** Each problem as `code [the characters it marks]`. */
export function marks(text: string): string[] {
  return parseSigma(text).problems.map(({ code, range }) => `${code} [${text.slice(range.start, range.end)}]`);
}

/** The text with all edits of a problem's first fix made. */
export function mended(text: string, problem: Problem | undefined): string {
  return [...(problem?.fixes?.[0]?.edits ?? [])]
    .sort((first, second) => second.range.start - first.range.start)
    .reduce((result, { range, text: put }) => result.slice(0, range.start) + put + result.slice(range.end), text);
}
