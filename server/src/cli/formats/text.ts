import type { Severity } from '../../problem.ts';
import { type Finding, printable, type RelatedFinding } from '../finding.ts';
import { widthOf } from '../textWidth.ts';
import { findingsIn, type Report } from './report.ts';

/** As compilers write it: the place and the message, then the line with carets under what it is about. */
export function textReport(report: Report): string {
  const paint = report.hasColour ? coloured : plain;
  return findingsIn(report)
    .map((finding) => [headLine(finding, paint), ...excerpt(finding, paint), ...notes(finding, paint)].join('\n'))
    .join('\n');
}

type Style = 'bold' | 'dim' | Severity;
type Paint = (style: Style, text: string) => string;

const plain: Paint = (_, text) => text;
const coloured: Paint = (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m`;
const codes: Readonly<Record<Style, string>> = {
  bold: '1',
  dim: '2',
  error: '1;31',
  warning: '1;33',
  information: '1;36',
  hint: '1;34',
};

function headLine({ path, line, column, severity, code, message }: Finding, paint: Paint): string {
  const place = paint('bold', `${printable(path)}:${line}:${column}:`);
  return `${place} ${paint(severity, severity)} ${paint('dim', code)} ${printable(message)}`;
}

function excerpt({ source, line, column, endLine, endColumn, severity }: Finding, paint: Paint): string[] {
  if (source === undefined || source.trim() === '') return [];
  const start = Math.min(column - 1, source.length);
  const end = Math.max(start + 1, endLine === line ? endColumn - 1 : source.length);
  // Of a very long line the part around the place will do.
  const from = start > longestLine / 2 ? start - 30 : 0;
  const to = Math.min(source.length, from + longestLine);
  const shown = `${from > 0 ? '…' : ''}${source.slice(from, to)}${to < source.length ? '…' : ''}`;
  const before = `${from > 0 ? '…' : ''}${source.slice(from, start)}`;
  const carets = '^'.repeat(Math.max(1, widthOf(source.slice(start, Math.min(end, to)))));
  const gutter = ' '.repeat(String(line).length);
  return [
    `${paint('dim', ` ${line} |`)} ${printable(shown)}`,
    `${paint('dim', ` ${gutter} |`)} ${blanksFor(before)}${paint(severity, carets)}`,
  ];
}

const longestLine = 200;

function notes({ related = [] }: Finding, paint: Paint): string[] {
  return related.map(
    ({ path, line, column, message }: RelatedFinding) =>
      `   ${paint('dim', 'note:')} ${printable(path)}:${line}:${column}: ${printable(message)}`,
  );
}

/** What moves a terminal's cursor as far as the text does. */
function blanksFor(text: string): string {
  return [...text].map((character) => (character === '\t' ? '\t' : ' '.repeat(widthOf(character)))).join('');
}
