import { documentationOf, knownNames } from '../../checks/documentation.ts';
import { isInsideValue, suppressionWords } from '../../checks/suppressions.ts';
import type { SigmaDocument } from '../documents.ts';
import type { Proposal } from './completionItem.ts';

/**
 * In a comment: the word that silences checks, and after it their ids, those of the line's own findings first. Undefined
 * outside of comments.
 */
export function completeSuppression(
  { file, text, lines, problems }: SigmaDocument,
  offset: number,
): Proposal[] | undefined {
  const { start } = lines.lineRange(lines.positionAt(offset).line);
  const before = text.slice(start, offset);
  const comment = /(?:^|[ \t])#/.exec(before);
  if (!comment || isInsideValue(file, start + before.indexOf('#', comment.index))) return undefined;
  const word = /(?:^|[ \t])#[ \t]*([a-z-]+)$/.exec(before)?.[1];
  if (word !== undefined && suppressionWords.file.startsWith(word)) return words(offset - word.length, offset);
  const id = /(?:^|[ \t])#[ \t]*sigmasmith-ignore(?:-file)?[ \t]+(?:[\w.-]+[ \t]*,[ \t]*)*([\w.-]*)$/.exec(before)?.[1];
  if (id === undefined) return [];
  const rest = /^[\w.-]*/.exec(text.slice(offset))?.[0] ?? '';
  const { line } = lines.positionAt(offset);
  // A comment on a line of its own is about the next one.
  const near = problems.filter(({ range }) => [line, line + 1].includes(lines.positionAt(range.start).line));
  const first = near.map(({ code }) => code).filter((code) => !code.endsWith('-suppression'));
  return checkProposals({ start: offset - id.length, end: offset + rest.length }, first);
}

/** The ids of all checks as they can be written in comments and settings; ours have their meaning beside them. */
export function checkProposals(range: Proposal['range'], first: readonly string[] = []): Proposal[] {
  return [...new Set([...first, ...knownNames()])].map((label): Proposal => {
    const docs = documentationOf(label);
    return {
      label,
      kind: 'value',
      range,
      ...(docs && {
        description: docs.id === label ? docs.severity : docs.id,
        documentation: { kind: 'markdown', markdown: `${docs.what}\n\n${docs.why}` },
      }),
    };
  });
}

function words(start: number, end: number): Proposal[] {
  const proposal = (label: string, detail: string): Proposal => ({
    label,
    kind: 'operator',
    range: { start, end },
    text: `${label} `,
    detail,
    chain: true,
  });
  return [
    proposal(suppressionWords.line, 'Silences checks in this line, or in the next one'),
    proposal(suppressionWords.file, 'Silences checks in the whole file'),
  ];
}
