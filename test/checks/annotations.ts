import { expect } from 'vitest';
import { type CheckOptions, checkFile } from '../../server/src/checks/checkFile.ts';
import type { Problem, TextEdit } from '../../server/src/problem.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';

/**
 * Checks a file whose expected findings stand under the lines that they are about:
 *
 *     level: hihg
 *     #      ^^^^ error(invalid-value): Did you mean `high`?
 *
 * The carets are the exact range, the text has to be part of the message. A line of carets may do without `#`, for
 * what begins in the first column. Findings that are not annotated fail the test, and so do annotations without finding.
 */
export function expectFindings(annotated: string, options: CheckOptions = {}): void {
  const { text, expected } = readAnnotations(annotated);
  const found = findingsOf(text, options).map((problem) => describeProblem(text, problem));
  const unexpected = [...found];
  const missing = expected.filter((wanted) => {
    const at = unexpected.findIndex(({ place, message }) => place === wanted.place && message.includes(wanted.message));
    if (at >= 0) unexpected.splice(at, 1);
    return at < 0;
  });
  expect({ missing: missing.map(line), unexpected: unexpected.map(line) }).toEqual({ missing: [], unexpected: [] });
}

export function findingsOf(text: string, options: CheckOptions = {}): Problem[] {
  return checkFile(parseSigma(text), options);
}

/** The text after the first fix of the only problem with this code. */
export function fixed(text: string, code: string, fixIndex = 0): string {
  const problems = findingsOf(text).filter((problem) => problem.code === code);
  expect(problems).toHaveLength(1);
  const edits = problems[0]?.fixes?.[fixIndex]?.edits ?? [];
  expect(edits).not.toHaveLength(0);
  return edited(text, edits);
}

export function edited(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((first, second) => second.range.start - first.range.start)
    .reduce((result, edit) => result.slice(0, edit.range.start) + edit.text + result.slice(edit.range.end), text);
}

interface Described {
  /** `12:8-15 error(code)`: line, columns, severity and code. */
  readonly place: string;
  readonly message: string;
}

function line({ place, message }: Described): string {
  return `${place}: ${message}`;
}

function readAnnotations(annotated: string): { text: string; expected: Described[] } {
  const lines: string[] = [];
  const expected: Described[] = [];
  for (const written of annotated.split('\n')) {
    const match = /^\s*#?\s*(\^+)\s+((?:error|warning|information|hint)\([\w-]+\)):\s*(.*)$/.exec(written);
    if (match === null) {
      lines.push(written);
      continue;
    }
    const [, carets = '', code = '', message = ''] = match;
    const start = written.indexOf('^');
    expected.push({ place: `${lines.length}:${start}-${start + carets.length} ${code}`, message });
  }
  return { text: lines.join('\n'), expected };
}

function describeProblem(text: string, { range, severity, code, message }: Problem): Described {
  const before = text.slice(0, range.start).split('\n');
  const column = before.at(-1)?.length ?? 0;
  return {
    place: `${before.length}:${column}-${column + range.end - range.start} ${severity}(${code})`,
    message,
  };
}
