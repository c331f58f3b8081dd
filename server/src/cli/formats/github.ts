import type { Severity } from '../../problem.ts';
import type { Finding } from '../finding.ts';
import { findingsIn, type Report } from './report.ts';

/**
 * Annotations of a GitHub workflow, one a line (GitHub Docs, "Workflow commands for GitHub Actions"). Paths have `/`, as
 * GitHub knows the files.
 */
export function githubReport(report: Report): string {
  return findingsIn(report).map(annotation).join('\n');
}

function annotation({ path, line, column, endLine, endColumn, severity, code, message }: Finding): string {
  const properties = [
    ['file', path.replaceAll('\\', '/')],
    ['line', line],
    ['endLine', endLine],
    // Columns mean something only within one line.
    ...(endLine === line ? [['col', column] as const, ['endColumn', endColumn] as const] : []),
    ['title', `Sigmasmith: ${code}`],
  ];
  const written = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  return `::${commands[severity]} ${written}::${escapeData(message)}`;
}

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
