import { createLineIndex, type LineIndex } from '../lineIndex.ts';
import type { Range } from '../range.ts';
import type { SigmaFile } from '../sigma/parse.ts';
import type { Located } from '../sigma/rule.ts';
import { nodeOf, pathAt } from '../yaml/navigate.ts';

/**
 * A comment that silences checks, for the line it ends or the next line that is more than a comment:
 * `# sigmasmith-ignore check-id: reason`; or for the whole file: `# sigmasmith-ignore-file check-id: reason`. Several
 * ids are separated by commas.
 */
export interface Suppression {
  readonly scope: 'line' | 'file';
  /** The comment, from its `#` to the end of its line. */
  readonly range: Range;
  /** The ids as written; none where the author forgot them. */
  readonly names: readonly Located<string>[];
  /** What begins in here is silenced. */
  readonly target: Range;
}

/** The comments of a file that silence checks, in order. What looks like one inside a value is none. */
export function suppressionsOf(file: SigmaFile): readonly Suppression[] {
  if (!file.text.includes(word)) return [];
  const targetOf = targetsIn(file.text, createLineIndex(file.text));
  return [...file.text.matchAll(comment)].flatMap((match): Suppression[] => {
    const [whole, blank = '', head = '', forFile, ids = ''] = match;
    const start = match.index + blank.length;
    if (isInsideValue(file, start)) return [];
    const range = { start, end: match.index + whole.length };
    const names = [...ids.matchAll(/[^\s,]+/g)].map((id) => {
      const idStart = start + head.length + id.index;
      return { value: id[0], range: { start: idStart, end: idStart + id[0].length } };
    });
    if (forFile !== undefined) return [{ scope: 'file', range, names, target: { start: 0, end: file.text.length } }];
    return [{ scope: 'line', range, names, target: targetOf(start) }];
  });
}

const word = 'sigmasmith-ignore';

/** The words that begin such a comment, for whoever writes one. */
export const suppressionWords = { line: word, file: `${word}-file` } as const;

const comment =
  /(^\ufeff?|[ \t])(#[ \t]*sigmasmith-ignore(-file)?(?![\w-])[ \t]*)([\w.-]+(?:[ \t]*,[ \t]*[\w.-]+)*)?[^\r\n]*/gm;

/** Whether a place is part of a value or key, where a `#` begins no comment. */
export function isInsideValue({ documents }: SigmaFile, offset: number): boolean {
  return documents.some((document) => {
    const node = nodeOf(pathAt(document, offset), document);
    return node?.kind === 'scalar' && node.contentRange.start <= offset && offset < node.contentRange.end;
  });
}

/** Finds the lines that comments are about; asked in the order of the text, it looks at each line once. */
function targetsIn(text: string, lines: LineIndex): (start: number) => Range {
  let next = 0;
  return (start) => {
    const { line } = lines.positionAt(start);
    const own = lines.lineRange(line);
    if (text.slice(own.start, start).trim() !== '') return own;
    for (next = Math.max(next, line + 1); next < lines.lineCount; next++) {
      const range = lines.lineRange(next);
      if (!/^[ \t]*(?:#|$)/.test(text.slice(range.start, range.end))) return range;
    }
    return { start: text.length, end: text.length };
  };
}
