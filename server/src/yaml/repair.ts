import type { Fix, Problem } from '../problem.ts';
import { blank, type Draft, type Edit, originalRange, toOriginal } from './draft.ts';
import { explain } from './explain.ts';
import type { Guess, SyntaxFault } from './guess.ts';
import { guessKey } from './guessKey.ts';
import { guessOpen, missingComma, outdentedBracket } from './guessOpen.ts';
import { backslash, quoteValue } from './guessValue.ts';
import { limits } from './limits.ts';
import { type Line, lineEnd, lineStart } from './scan.ts';

/** What has been tried: repairs for each line and for each top-level block, by their offset in the editor's text. */
export interface History {
  readonly attempts: Map<number, number>;
  readonly blocks: Map<number, number>;
}

export interface Diagnosis {
  /** Missing when this fault follows from one that was reported already. */
  readonly problem: Problem | undefined;
  readonly edits: readonly Edit[];
}

/**
 * Finds the cause of a fault and the edits with which the rest can be read: first what the author most likely meant
 * (a quote or bracket to close, a colon to add), then the line is blanked, and after eight repairs in one top-level
 * block everything in that block but its key.
 */
export function diagnose(draft: Draft, fault: SyntaxFault, history: History): Diagnosis {
  const { text } = draft;
  const line = faultyLine(text, fault.position);
  const origin = originalRange(draft, line.start, line.end).start;
  const attempts = (history.attempts.get(origin) ?? 0) + 1;
  history.attempts.set(origin, attempts);
  const block = topLevelBlock(text, line.start);
  const blockOrigin = originalRange(draft, block.start, block.start).start;
  const inBlock = (history.blocks.get(blockOrigin) ?? 0) + 1;
  history.blocks.set(blockOrigin, inBlock);

  if (fault.reason.startsWith('nesting exceeded')) return tooDeep(draft, fault.position);
  const guess = attempts <= 3 ? guessAt(text, fault, line) : undefined;
  if (guess !== undefined && inBlock <= 8) {
    return { problem: guess.accepted === true ? undefined : toProblem(draft, guess), edits: guess.edits };
  }
  const from = inBlock > 8 ? block : line;
  const problem = attempts === 1 ? toProblem(draft, unexplained(text, fault, line)) : undefined;
  const bodyStart = inBlock === 9 ? block.bodyStart : from.start;
  return { problem, edits: [blank(text, Math.min(bodyStart, line.start), Math.max(from.end, line.end))] };
}

/** The line of the fault; where that is empty (a fault found at the end of the text), the last one with content before. */
function faultyLine(text: string, position: number): Line {
  let start = lineStart(text, position);
  let end = lineEnd(text, position);
  while (start > 0 && text.slice(start, end).trim() === '') {
    end = start - 1;
    if (text[end] === '\n' && text[end - 1] === '\r') end--;
    start = lineStart(text, end);
  }
  return { start, end };
}

/** The lines from a key in the first column to before the next; `bodyStart` is after the key. */
export function topLevelBlock(text: string, position: number): Line & { readonly bodyStart: number } {
  let start = position;
  while (start > 0 && !isTopLevel(text, start)) start = lineStart(text, start - 1);
  let end = lineEnd(text, position);
  while (end < text.length && !isTopLevel(text, end + 1)) end = lineEnd(text, end + 1);
  const colon = /^[\w-]+:/.exec(text.slice(start, lineEnd(text, start)))?.[0];
  return { start, end: Math.min(end, text.length), bodyStart: start + (colon?.length ?? 0) };
}

function isTopLevel(text: string, start: number): boolean {
  return /[A-Za-z]/.test(text.charAt(start));
}

function tooDeep(draft: Draft, position: number): Diagnosis {
  const { text } = draft;
  const column = position - lineStart(text, position);
  const firstLineEnd = lineEnd(text, position);
  let end = firstLineEnd;
  while (end < text.length) {
    const next = end + 1;
    const nextEnd = lineEnd(text, next);
    const content = text.slice(next, nextEnd);
    if (content.trim() !== '' && content.search(/\S/) < column) break;
    end = nextEnd;
  }
  return {
    problem: {
      code: 'yaml-too-deep',
      severity: 'error',
      message: `This nests deeper than ${limits.depth} levels and is not read. Flatten it.`,
      range: originalRange(draft, position, firstLineEnd),
    },
    edits: [blank(text, position, end)],
  };
}

function toProblem(draft: Draft, guess: Guess): Problem {
  const original = toOriginal(draft);
  const fixes: Fix[] =
    guess.title === undefined
      ? []
      : [
          {
            title: guess.title,
            edits: guess.edits.map((edit) => ({
              range: { start: original(edit.start), end: original(edit.end) },
              text: edit.text,
            })),
          },
        ];
  return {
    code: 'yaml-syntax',
    severity: 'error',
    message: guess.message,
    range: { start: original(guess.start), end: original(guess.end) },
    ...(fixes.length === 0 ? {} : { fixes }),
  };
}

function guessAt(text: string, fault: SyntaxFault, line: Line): Guess | undefined {
  const { reason, position } = fault;
  if (/non-printable|null byte|valid JSON character/.test(reason)) return controlCharacters(text, position);
  const tabs = tabIndentation(text, line, reason);
  if (tabs !== undefined) return tabs;
  const escaped = /unknown escape|hexadecimal/.test(reason) ? backslash(text, position) : undefined;
  if (escaped !== undefined) return escaped;
  if (/quoted scalar|deficient indentation|flow collection|escape/.test(reason)) {
    const open = outdentedBracket(text, fault, line) ?? missingComma(text, fault, line) ?? guessOpen(text, fault, line);
    if (open !== undefined) return open;
  }
  return guessKey(text, line) ?? quoteValue(text, line, position);
}

const control = /[^\P{Cc}\t\n\r\u0085]|\p{Cs}|[\ufffe\uffff]/gu;

/** All of them at once: a file that has one often has thousands. */
function controlCharacters(text: string, position: number): Guess | undefined {
  const edits: Edit[] = [...text.matchAll(control)].map((match) => ({
    start: match.index,
    end: match.index + 1,
    text: '\ufffd',
  }));
  if (edits.length === 0) return undefined;
  const first = edits[0]?.start ?? position;
  const code = text.charCodeAt(first).toString(16).toUpperCase().padStart(4, '0');
  return {
    message: `The character U+${code} is not allowed in YAML${edits.length > 1 ? ` (and ${edits.length - 1} more like it follow)` : ''}. Remove it.`,
    start: first,
    end: first + 1,
    edits,
  };
}

function tabIndentation(text: string, line: Line, reason: string): Guess | undefined {
  const here = /^ *\t/.test(text.slice(line.start, line.end));
  if (!here && !reason.includes('tab characters')) return undefined;
  const edits: Edit[] = [];
  for (const match of text.matchAll(/(?<=^|[\r\n])[ \t]*\t[ \t]*(?=[^ \t\r\n]|$)/g)) {
    edits.push({
      start: match.index,
      end: match.index + match[0].length,
      text: match[0].replaceAll('\t', '    '),
    });
  }
  const first = edits.find((edit) => edit.start >= line.start) ?? edits[0];
  if (first === undefined) return undefined;
  return {
    message: 'YAML is not indented with tabs. Use spaces.',
    start: first.start,
    end: first.end,
    edits,
    title: 'Indent with spaces',
  };
}

function unexplained(text: string, fault: SyntaxFault, line: Line): Guess {
  const content = text.slice(line.start, line.end);
  const first = line.start + content.length - content.trimStart().length;
  const end = Math.max(first, line.start + content.trimEnd().length);
  const start = fault.position > first && fault.position < end ? fault.position : Math.min(first, end);
  return { message: explain(fault.reason), start, end, edits: [] };
}
