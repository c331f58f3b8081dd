import { suppressionWords } from '../../checks/suppressions.ts';
import type { Fix, Problem } from '../../problem.ts';
import type { SigmaFile } from '../../sigma/parse.ts';
import { nodeOf, pathAt } from '../../yaml/navigate.ts';
import type { SigmaDocument } from '../documents.ts';

/**
 * Comments that silence a finding: on the line above its own where a comment can stand there, and for the whole file.
 * None for what makes the file unreadable.
 */
export function ignoreFixes({ file, text, lines }: SigmaDocument, { code, range }: Problem): readonly Fix[] {
  if (code.startsWith('yaml-') || code.startsWith('config-')) return [];
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const comment = (offset: number, indentation: string, word: string) => ({
    range: { start: offset, end: offset },
    text: `${indentation}# ${word} ${code}${lineBreak}`,
  });
  const { start, end } = lines.lineRange(lines.positionAt(range.start).line);
  const indentation = /^[ \t]*/.exec(text.slice(start, end))?.[0] ?? '';
  return [
    ...(canHoldComment(file, start)
      ? [{ title: `Ignore \`${code}\` on this line`, edits: [comment(start, indentation, suppressionWords.line)] }]
      : []),
    { title: `Ignore \`${code}\` in this file`, edits: [comment(0, '', suppressionWords.file)] },
  ];
}

/** Between the lines of a text a comment would become a part of it. */
function canHoldComment({ documents }: SigmaFile, lineStart: number): boolean {
  return documents.every((document) => {
    const node = nodeOf(pathAt(document, lineStart), document);
    return node?.kind !== 'scalar' || lineStart <= node.range.start || node.range.end <= lineStart;
  });
}
