import type { Range } from '../../range.ts';
import type { KqlDocument } from './document.ts';
import { scan } from './scan.ts';
import { eachQuery, kindOf, nodesOf } from './syntax.ts';

export interface KqlFold extends Range {
  readonly kind?: 'comment';
}

/**
 * What of a document can be folded: statements, operators after a pipe, brackets, and comments that follow each other.
 * Whether one reaches over several lines is for the caller to see.
 */
export function kqlFolds(document: KqlDocument): KqlFold[] {
  const { text } = document;
  const nodes = eachQuery(document, ({ code, start }) =>
    [...nodesOf(code.Syntax)].flatMap((node) =>
      node.Width > 0 && isFoldable(kindOf(node))
        ? [{ start: start + node.TextStart, end: start + node.TextStart + node.Width }]
        : [],
    ),
  );
  return [...nodes, ...bracketsAndComments(text)];
}

/** `WhereOperator`, `SummarizeOperator` and the like are what follows a pipe. */
function isFoldable(kind: string): boolean {
  return kind.endsWith('Statement') || kind.endsWith('Operator');
}

function bracketsAndComments(text: string): KqlFold[] {
  const folds: KqlFold[] = [];
  const open: number[] = [];
  let comments: { start: number; end: number } | undefined;
  const endComments = (): void => {
    if (comments !== undefined) folds.push({ ...comments, kind: 'comment' });
    comments = undefined;
  };
  for (const { kind, start, end } of scan(text)) {
    if (kind === 'open') open.push(start);
    else if (kind === 'close') {
      const began = open.pop();
      if (began !== undefined) folds.push({ start: began, end });
    } else if (kind === 'comment' && isAlone(text, start)) {
      if (comments !== undefined && text.slice(comments.end, start).trim() === '') comments.end = end;
      else {
        endComments();
        comments = { start, end };
      }
    }
  }
  endComments();
  return folds;
}

function isAlone(text: string, start: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1, start);
  return start === 0 || line.trim() === '';
}
