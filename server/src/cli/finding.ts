import path from 'node:path';
import { createLineIndex, type LineIndex } from '../lineIndex.ts';
import type { Problem, Severity } from '../problem.ts';
import type { Range } from '../range.ts';

/** A span of a file. Lines and columns count from 1, columns in UTF-16 units; the end is the first column that is not in it. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A problem in a file as the command line reports it. */
export interface Finding extends Region {
  readonly path: string;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly related?: readonly RelatedFinding[];
  readonly fixes?: readonly FindingFix[];
  /** The line that it begins in, without its break; for those who show it. */
  readonly source?: string;
}

export interface RelatedFinding extends Region {
  readonly path: string;
  readonly message: string;
}

export interface FindingFix {
  readonly title: string;
  readonly edits: readonly (Region & { readonly text: string })[];
}

/** A file's problems, their places counted in its text. */
export function findingsOf(file: string, text: string, problems: readonly Problem[]): Finding[] {
  if (problems.length === 0) return [];
  const lines = createLineIndex(text);
  return problems.map((problem) => {
    const finding = findingOf(file, lines, problem);
    const { start, end } = lines.lineRange(finding.line - 1);
    return { ...finding, source: text.slice(start, end) };
  });
}

export function findingOf(file: string, lines: LineIndex, problem: Problem): Finding {
  const { range, severity, code, message, related = [], fixes = [] } = problem;
  return {
    path: file,
    ...regionOf(lines, range),
    severity,
    code,
    message,
    ...(related.length > 0 && {
      related: related.map((place): RelatedFinding => {
        if (place.elsewhere === undefined)
          return { path: file, ...regionOf(lines, place.range), message: place.message };
        const { start, end, path: other } = place.elsewhere;
        const region = {
          line: start.line + 1,
          column: start.character + 1,
          endLine: end.line + 1,
          endColumn: end.character + 1,
        };
        return { path: displayPath(other), ...region, message: place.message };
      }),
    }),
    ...(fixes.length > 0 && {
      fixes: fixes.map(({ title, edits }) => ({
        title,
        edits: edits.map((edit) => ({ ...regionOf(lines, edit.range), text: edit.text })),
      })),
    }),
  };
}

function regionOf(lines: LineIndex, range: Range): Region {
  const start = lines.positionAt(range.start);
  const end = lines.positionAt(range.end);
  return {
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** A finding about a file as a whole, such as one that cannot be read. */
export function fileFinding(file: string, code: string, message: string): Finding {
  return { path: file, line: 1, column: 1, endLine: 1, endColumn: 1, severity: 'error', code, message };
}

/** As compilers write it: `rule.yml:3:9: error unknown-modifier …`. */
export function findingLine({ path: file, line, column, severity, code, message }: Finding): string {
  return `${printable(file)}:${line}:${column}: ${severity} ${code} ${printable(message)}`;
}

/** One line that does nothing to a terminal: a rule's text may hold any character. */
export function printable(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => (character === '\t' ? character : '\ufffd'));
}

/** A path as the reader is used to: relative to where the command runs, if it is below. */
export function displayPath(absolute: string): string {
  const relative = path.relative('', absolute);
  return relative.startsWith('..') || path.isAbsolute(relative) ? absolute : relative;
}
