import type { Fix, Problem } from '../problem.ts';
import { type Draft, type Edit, originalRange, toOriginal } from './draft.ts';
import { limits } from './limits.ts';
import { lineEnd, lineStart } from './scan.ts';

/** What js-yaml says: its reason and the offset in the draft. */
export interface SyntaxFault {
  readonly reason: string;
  readonly position: number;
}

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

/** A repair that says what the author most likely meant. */
interface Guess {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly edits: readonly Edit[];
  /** How the edits are offered as a fix; missing where they only serve to read on. */
  readonly title?: string;
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
  if (guess !== undefined && inBlock <= 8) return { problem: toProblem(draft, guess), edits: guess.edits };
  const from = inBlock > 8 ? block : line;
  const problem = attempts === 1 ? toProblem(draft, unexplained(text, fault, line)) : undefined;
  const bodyStart = inBlock === 9 ? block.bodyStart : from.start;
  return { problem, edits: [blank(text, Math.min(bodyStart, line.start), Math.max(from.end, line.end))] };
}

interface Line {
  readonly start: number;
  readonly end: number;
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

/** Replaces everything but line breaks by spaces. */
export function blank(text: string, start: number, end: number): Edit {
  return { start, end, text: text.slice(start, end).replace(/[^\r\n]/g, ' ') };
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
  if (/unknown escape|hexadecimal/.test(reason)) return backslash(text, position);
  if (/quoted scalar|deficient indentation|flow collection/.test(reason)) {
    const open = unclosed(text, position, reason);
    if (open !== undefined) return open;
  }
  return missingColon(text, line, position) ?? missingSpace(text, line) ?? quoteValue(text, line, position);
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

function backslash(text: string, position: number): Guess | undefined {
  const start = text.lastIndexOf('\\', position);
  if (start < 0 || start < lineStart(text, position)) return undefined;
  const written = text.slice(start, start + 2);
  return {
    message: `\`${written}\` means nothing between double quotes. Write \`\\${written}\`, or use single quotes.`,
    start,
    end: start + 2,
    edits: [{ start, end: start, text: '\\' }],
    title: 'Double the backslash',
  };
}

/** The quote or bracket that the nearest line before the fault opens and does not close. */
function unclosed(text: string, position: number, reason: string): Guess | undefined {
  let end =
    position >= text.length || reason.includes('flow collection')
      ? lineEnd(text, position)
      : lineStart(text, position) - 1;
  if (reason.includes('deficient')) end = lineStart(text, position) - 1;
  let lastContent = -1;
  for (let count = 0; count < 50 && end >= 0; count++) {
    const start = lineStart(text, end);
    const content = text.slice(start, end).trimEnd();
    if (content !== '') {
      const contentEnd = start + content.length;
      if (lastContent < 0) lastContent = contentEnd;
      const open = openAt(content);
      if (open.quote !== undefined) return closeQuote(content, start, open.quote);
      if (open.closers !== '' && !reason.includes('quoted')) {
        return {
          message: `The bracket \`${content.charAt(open.bracket)}\` is not closed. Add \`${open.closers}\`.`,
          start: start + open.bracket,
          end: lastContent,
          edits: [{ start: lastContent, end: lastContent, text: open.closers }],
          title: `Add \`${open.closers}\``,
        };
      }
    }
    end = start - 1;
  }
  return undefined;
}

function closeQuote(content: string, start: number, at: number): Guess {
  const end = start + content.length;
  const quote = content.charAt(at);
  // A backslash at the end would escape the closing double quote.
  const text = quote === '"' && /(?<!\\)(?:\\\\)*\\$/.test(content) ? `\\${quote}` : quote;
  return {
    message: `This text is not closed. Add \`${quote}\` where it ends.`,
    start: start + at,
    end,
    edits: [{ start: end, end, text }],
    title: `Close with \`${quote}\``,
  };
}

interface Open {
  /** Where the quote stands that the line does not close. */
  readonly quote: number | undefined;
  /** Where the first bracket stands that the line does not close, and what would close all of them. */
  readonly bracket: number;
  readonly closers: string;
}

function openAt(content: string): Open {
  const brackets: { at: number; closer: string }[] = [];
  let valueMayStart = true;
  for (let at = 0; at < content.length; at++) {
    const character = content.charAt(at);
    if (character === ' ' || character === '\t') continue;
    if (character === '#' && (at === 0 || content.charAt(at - 1) === ' ')) break;
    if (valueMayStart && (character === "'" || character === '"')) {
      const close = closingQuote(content, at);
      if (close < 0) return { quote: at, bracket: -1, closers: '' };
      at = close;
      valueMayStart = false;
      continue;
    }
    if (valueMayStart && (character === '[' || character === '{')) {
      brackets.push({ at, closer: character === '[' ? ']' : '}' });
    } else if (brackets.length > 0 && (character === ']' || character === '}')) {
      brackets.pop();
      valueMayStart = false;
    } else {
      const following = content.charAt(at + 1);
      const separates = following === '' || following === ' ';
      valueMayStart =
        (separates && (character === ':' || (character === '-' && valueMayStart) || character === '?')) ||
        (brackets.length > 0 && (character === ',' || character === ':'));
    }
  }
  return {
    quote: undefined,
    bracket: brackets[0]?.at ?? -1,
    closers: brackets
      .map((bracket) => bracket.closer)
      .reverse()
      .join(''),
  };
}

function closingQuote(content: string, open: number): number {
  const quote = content.charAt(open);
  for (let at = open + 1; at < content.length; at++) {
    if (quote === '"' && content.charAt(at) === '\\') at++;
    else if (content.charAt(at) === quote) {
      if (quote === "'" && content.charAt(at + 1) === "'") at++;
      else return at;
    }
  }
  return -1;
}

const bareKey = /^([ ]*(?:- +)*)([\w.|-]*[\w|]|'[^']*'|"[^"\\]*")[ ]*(?:#.*)?$/;

/** A half-typed key: a line that is one word. The fault is often found only on the next line. */
function missingColon(text: string, line: Line, position: number): Guess | undefined {
  let start = line.start;
  let end = line.end;
  for (let count = 0; count < 2; count++) {
    const content = text.slice(start, end);
    const match = bareKey.exec(content);
    if (match !== null && (count === 0 || isSibling(text, line, content))) {
      const from = start + (match[1]?.length ?? 0);
      const to = from + (match[2]?.length ?? 0);
      return {
        message: `\`${match[2]}\` is no entry yet. Add a colon and a value.`,
        start: from,
        end: to,
        edits: [{ start: to, end: to, text: ':' }],
        title: 'Add a colon',
      };
    }
    if (start === 0) break;
    const before = faultyLine(text, start - 1);
    start = before.start;
    end = before.end;
    if (position < start) break;
  }
  return undefined;
}

/** Whether the faulty line is a key at the same depth as the line before it. */
function isSibling(text: string, line: Line, before: string): boolean {
  const content = text.slice(line.start, line.end);
  return /:(?: |$)/.test(content) && content.search(/[^ ]/) === before.search(/[^ -]/);
}

/** `key:value`: the space after the colon is missing. */
function missingSpace(text: string, line: Line): Guess | undefined {
  const content = text.slice(line.start, line.end);
  const match = /^ *(?:- +)*[\w.|-]+:(?=[^\s:/\\])/.exec(content);
  if (match === null || /:(?: |$)/.test(content.slice(0, match[0].length + 1))) return undefined;
  const at = line.start + match[0].length;
  return {
    message: 'The space after the colon is missing.',
    start: at - 1,
    end: at,
    edits: [{ start: at, end: at, text: ' ' }],
    title: 'Add a space',
  };
}

/** A value that YAML does not take as it stands, such as `a: b: c`, `%name%` or `'it's'`. */
function quoteValue(text: string, line: Line, position: number): Guess | undefined {
  const content = text
    .slice(line.start, line.end)
    .replace(/\s+#.*$/, '')
    .trimEnd();
  const prefix = /^\s*(?:- +)*(?:(?:[^\s'"#][^:]*|'[^']*'|"[^"]*") *:(?: +|$))?(?:- +)*/.exec(content)?.[0] ?? '';
  const value = content.slice(prefix.length);
  const start = line.start + prefix.length;
  const end = line.start + content.length;
  if (value === '' || position < start || position > end || /^[-?](?: |$)/.test(value)) return undefined;
  const quoted = /^'.*'$/s.test(value) && value.length > 1;
  if (/^["']/.test(value) && !quoted) {
    if (position <= start) return undefined;
    return {
      message: 'This stands after the end of the quoted text. Remove it, or put it into the quotes.',
      start: position,
      end,
      edits: [blank(text, position, end)],
    };
  }
  const inner = quoted ? value.slice(1, -1) : value;
  const offset = quoted ? start + 1 : start;
  const edits: Edit[] = quoted ? [] : [{ start, end: start, text: "'" }];
  for (const match of inner.matchAll(/'+/g)) {
    if (match[0].length % 2 === 1) {
      const at = offset + match.index;
      edits.push({ start: at, end: at, text: "'" });
    }
  }
  if (!quoted) edits.push({ start: end, end, text: "'" });
  if (edits.length === 0) return undefined;
  return {
    message: quoted
      ? "A quote inside of single quotes is written twice: `''`."
      : `\`${shorten(value)}\` cannot stand here without quotes. Put the value in quotes.`,
    start,
    end,
    edits,
    title: quoted ? 'Double the inner quotes' : 'Put the value in quotes',
  };
}

function shorten(value: string): string {
  return (value.length > 40 ? `${value.slice(0, 40)}…` : value).replaceAll('`', "'");
}

function unexplained(text: string, fault: SyntaxFault, line: Line): Guess {
  const content = text.slice(line.start, line.end);
  const indentation = content.length - content.trimStart().length;
  const inLine = fault.position > line.start + indentation && fault.position < line.end;
  return {
    message: explanation(fault.reason),
    start: inLine ? fault.position : line.start + indentation,
    end: Math.max(line.start + content.trimEnd().length, line.start + indentation),
    edits: [],
  };
}

function explanation(reason: string): string {
  if (/indentation/.test(reason))
    return 'The indentation of this line fits nothing above it. Align it with its neighbours.';
  if (/mapping key|multiline key/.test(reason)) return 'A key and a colon are expected here: write `key: value`.';
  if (/comma/.test(reason)) return 'Separate the entries between the brackets with commas.';
  if (/alias|anchor/.test(reason)) return 'This is read as an anchor or an alias of YAML. Put the value in quotes.';
  if (/tag/.test(reason)) return 'This is read as a tag of YAML. Put the value in quotes.';
  if (/directive/i.test(reason)) return 'A line that begins with `%` is a directive of YAML. Put the text in quotes.';
  if (/block scalar|chomping|line break/.test(reason))
    return 'After `|` or `>` the text starts on the next line, indented.';
  if (/document separator|end of the stream/.test(reason))
    return 'This does not belong to the mapping above. Write `key: value` at the same indentation, or begin a new document with `---`.';
  return 'This is not valid YAML. Write `key: value`, or put the value in quotes.';
}
