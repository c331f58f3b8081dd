import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import { parseJson } from './json.ts';
import { checkJson, valueEnd } from './jsonScan.ts';

/** An event as its file has it, and where. */
export interface ReadEvent {
  readonly event: Readonly<Record<string, unknown>>;
  readonly range: Range;
}

/** What is left out, and where reading goes on. */
export interface Broken {
  readonly problem: Problem;
  readonly next: number;
}

/** The end of the line that was read last: a file may be a single line of many megabytes, so it is not looked for twice. */
export interface Lines {
  lineBreak: number;
}

/** Reads the object that opens at `start`. */
export function readObject(
  text: string,
  start: number,
  lines: Lines,
): (ReadEvent & { readonly next: number }) | Broken {
  const line = lines.lineBreak < start ? wholeLine(text, start, lines) : undefined;
  const event = line === undefined ? undefined : parsed(text.slice(start, line));
  if (event !== undefined && line !== undefined) return { event, range: { start, end: line }, next: line };

  const closed = valueEnd(text, start, `${indentationOf(text, start)}{`);
  const read = readUntil(text, start, closed);
  if (read !== undefined) return read;
  const checked = checkJson(text, start);
  if ('end' in checked)
    return readUntil(text, start, checked.end) ?? broken(text, start, start, 'this is not JSON', closed);
  return broken(text, start, checked.offset, checked.message, closed);
}

/** Where the line ends, if it ends in `}`: that is what NDJSON looks like, and `JSON.parse` reads it fastest. */
function wholeLine(text: string, start: number, lines: Lines): number | undefined {
  const lineBreak = text.indexOf('\n', start);
  lines.lineBreak = lineBreak < 0 ? text.length : lineBreak;
  let end = lines.lineBreak;
  while (end > start && ' \t\r,'.includes(text[end - 1] ?? '')) end--;
  return text[end - 1] === '}' ? end : undefined;
}

function readUntil(text: string, start: number, end: number | undefined): (ReadEvent & { next: number }) | undefined {
  const event = end === undefined ? undefined : parsed(text.slice(start, end));
  return event === undefined || end === undefined ? undefined : { event, range: { start, end }, next: end };
}

function parsed(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return parseJson(json) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

/** Reading goes on where the object's brackets close, or at the next line that starts an object like it. */
function broken(text: string, start: number, offset: number, message: string, closed: number | undefined): Broken {
  const lineEnd = endOfLine(text, offset);
  return {
    problem: {
      code: 'event-broken',
      severity: 'error',
      message: `This event cannot be read and is left out: ${message}.`,
      range:
        offset < lineEnd ? { start: offset, end: Math.min(lineEnd, offset + longestMark) } : beforeEnd(start, offset),
      related: [{ message: 'The event starts here.', range: { start, end: start + 1 } }],
    },
    next: closed ?? nextLikeIt(text, start) ?? text.length,
  };
}

const longestMark = 80;

function beforeEnd(start: number, offset: number): Range {
  return { start: Math.max(start, offset - 1), end: offset };
}

function nextLikeIt(text: string, start: number): number | undefined {
  const opener = new RegExp(`\\n${indentationOf(text, start)}(?=\\{)`, 'g');
  opener.lastIndex = start;
  return opener.exec(text) === null ? undefined : opener.lastIndex;
}

/** The blanks before `start` if nothing else stands before it in its line; otherwise none. */
function indentationOf(text: string, start: number): string {
  let lineStart = start;
  while (lineStart > Math.max(0, start - deepestIndentation) && ' \t'.includes(text[lineStart - 1] ?? '')) lineStart--;
  return lineStart === 0 || text[lineStart - 1] === '\n' ? text.slice(lineStart, start) : '';
}

const deepestIndentation = 200;

/**
 * What is no object cannot be an event. In an array it is skipped by itself; otherwise, with all lines up to the next that
 * may start an event: a file in another format is one problem, not thousands.
 */
export function skipOther(text: string, start: number, inArray: boolean): Broken {
  const lineEnd = endOfLine(text, start);
  const next = inArray ? (valueEnd(text, start) ?? lineEnd) : nextStart(text, start);
  const end = Math.min(Math.max(next, start + 1), start + longestMark, Math.max(lineEnd, start + 1));
  return {
    problem: { code: 'event-not-object', severity: 'error', message: describe(text, start), range: { start, end } },
    next: Math.max(next, start + 1),
  };
}

function nextStart(text: string, start: number): number {
  const opener = /\n[ \t]*(?=[{[])/g;
  opener.lastIndex = start;
  return opener.exec(text) === null ? text.length : opener.lastIndex;
}

function describe(text: string, start: number): string {
  if (text.startsWith('ElfFile', start)) return 'EVTX files cannot be read yet; export the events as JSON.';
  if (text.slice(start, start + 512).includes('\0')) return 'This is binary, not JSON.';
  if (text[start] === '<') return 'XML events cannot be read yet; export them as JSON.';
  return 'An event must be a JSON object, such as `{"Image": "C:\\\\Temp\\\\a.exe"}`.';
}

function endOfLine(text: string, offset: number): number {
  const lineBreak = text.indexOf('\n', offset);
  const end = lineBreak < 0 ? text.length : lineBreak;
  return end > offset && text[end - 1] === '\r' ? end - 1 : end;
}
