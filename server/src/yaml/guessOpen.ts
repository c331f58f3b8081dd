import type { Edit } from './draft.ts';
import type { Guess, SyntaxFault } from './guess.ts';
import { type Line, lineBefore, lineEnd, withoutComment } from './scan.ts';

/** The quote or bracket that the nearest line up to the fault opens and does not close. */
export function guessOpen(text: string, fault: SyntaxFault, line: Line): Guess | undefined {
  const { reason } = fault;
  let at: Line | undefined = startsBefore(text, fault, line) ? lineBefore(text, line.start) : line;
  let lastContent = -1;
  for (let count = 0; count < 50 && at !== undefined; count++) {
    const content = withoutComment(text.slice(at.start, at.end));
    if (content.trim() !== '') {
      if (lastContent < 0) lastContent = at.start + content.length;
      const open = openAt(content);
      if (open.quote !== undefined) return closeQuote(text.slice(at.start, at.end), at.start, open.quote);
      if (open.closers !== '' && !reason.includes('quoted')) return closeBracket(content, at, open, lastContent);
    }
    at = lineBefore(text, at.start);
  }
  return undefined;
}

/**
 * Lines between brackets that are not indented. YAML 1.2 wants them indented and js-yaml insists; PyYAML, and with it
 * everything else that reads rules, does not mind.
 */
export function outdentedBracket(text: string, fault: SyntaxFault, line: Line): Guess | undefined {
  if (!fault.reason.includes('deficient')) return undefined;
  const edits: Edit[] = [];
  for (let start = line.start; edits.length < 1000; ) {
    const end = lineEnd(text, start);
    const content = text.slice(start, end).trim();
    if (/^(?:- |[\w.|-]+:(?: |$)|---|\.\.\.)/.test(content)) return undefined;
    edits.push({ start, end: start, text: farIn });
    if (/^[\]}]/.test(content)) break;
    if (end >= text.length) return undefined;
    start = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  const before = lineBefore(text, line.start);
  const opener = before === undefined ? undefined : withoutComment(text.slice(before.start, before.end));
  const isOpen = opener !== undefined && (/[,[{]$/.test(opener) || /^\s*[\]}]/.test(text.slice(line.start, line.end)));
  return isOpen ? { message: '', start: line.start, end: line.end, edits, accepted: true } : undefined;
}

/** Deeper than any rule indents the line that opens the bracket. */
const farIn = ' '.repeat(100);

/** Two entries between brackets without a comma, on a line that begins nothing new. */
export function missingComma(text: string, fault: SyntaxFault, line: Line): Guess | undefined {
  if (!fault.reason.includes('comma')) return undefined;
  const content = text.slice(line.start, line.end);
  const { position } = fault;
  if (
    text[position] === ':' ||
    /^\s*- /.test(content) ||
    position <= line.start ||
    position >= line.end ||
    text.slice(line.start, position).trim() === ''
  )
    return undefined;
  return {
    message: 'Separate the entries between the brackets with commas.',
    start: position,
    end: Math.min(position + 1, line.end),
    edits: [{ start: position, end: position, text: ',' }],
    title: 'Add a comma',
  };
}

/** Whether the fault's own line is innocent: it begins something new, which the open quote or bracket swallowed. */
function startsBefore(text: string, fault: SyntaxFault, line: Line): boolean {
  // At the end of the text the line is the last one with content.
  if (fault.reason.includes('deficient')) return fault.position <= line.end;
  if (fault.reason.includes('end of the stream')) return false;
  return (
    /^\s*(?:- |[\w.|-]+:(?: |$))/.test(text.slice(line.start, line.end)) &&
    !/[[{]/.test(text.slice(line.start, line.end))
  );
}

function closeBracket(content: string, line: Line, open: Open, end: number): Guess {
  const { closers } = open;
  const shown = closers.length > 5 ? `${closers.slice(0, 5)}…` : closers;
  return {
    message: `The bracket \`${content.charAt(open.bracket)}\` is not closed. Add \`${shown}\`.`,
    start: line.start + open.bracket,
    end,
    edits: [{ start: end, end, text: closers }],
    title: `Add \`${shown}\``,
  };
}

function closeQuote(line: string, start: number, at: number): Guess {
  const content = line.trimEnd();
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
