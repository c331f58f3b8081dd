import { counts, findingsIn, type Report } from './report.ts';

/** One object: `{ files, rules, counts, findings }`. */
export function jsonReport(report: Report): string {
  const { files } = report;
  const rules = files.reduce((sum, file) => sum + file.rules, 0);
  const findings = findingsIn(report).map(({ source: _, ...finding }) => finding);
  return JSON.stringify({ files: files.length, rules, counts: counts(report), findings }, undefined, 2);
}
