import type { LineIndex } from '../lineIndex.ts';
import type { Problem, Severity } from '../problem.ts';

/** A problem in a file as the command line reports it. Lines and columns count from 1, columns in UTF-16 units. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
}

export function findingOf(path: string, lines: LineIndex, { range, severity, code, message }: Problem): Finding {
  const start = lines.positionAt(range.start);
  const end = lines.positionAt(range.end);
  return {
    path,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    severity,
    code,
    message,
  };
}

/** A finding about a file as a whole, such as one that cannot be read. */
export function fileFinding(path: string, code: string, message: string): Finding {
  return { path, line: 1, column: 1, endLine: 1, endColumn: 1, severity: 'error', code, message };
}

/** As compilers write it: `rule.yml:3:9: error unknown-modifier …`. */
export function findingLine({ path, line, column, severity, code, message }: Finding): string {
  return `${path}:${line}:${column}: ${severity} ${code} ${message.replace(/[\r\n]+/g, ' ')}`;
}
