import type { Finding } from '../finding.ts';
import { findingsIn, type Report } from './report.ts';

/** JUnit's XML: a suite for each file, a failure for each finding, and a test that passed for a file without any. */
export function junitReport(report: Report): string {
  const failures = findingsIn(report).length;
  const tests = report.files.reduce((sum, { findings }) => sum + Math.max(1, findings.length), 0);
  const suites = report.files.map(({ path, findings }) => {
    const cases =
      findings.length === 0
        ? [`    <testcase${attributes({ classname: path, name: 'check' })}/>`]
        : findings.map(testCase);
    const head = attributes({ name: path, tests: cases.length, failures: findings.length, errors: 0, skipped: 0 });
    return `  <testsuite${head}>\n${cases.join('\n')}\n  </testsuite>\n`;
  });
  const head = attributes({ name: 'sigmasmith check', tests, failures, errors: 0 });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${head}>\n${suites.join('')}</testsuites>`;
}

function testCase({ path, line, column, code, severity, message }: Finding): string {
  const place = `${path}:${line}:${column}`;
  const failure = `<failure${attributes({ type: severity, message })}>${escapeXml(`${place}: ${message}`)}</failure>`;
  return `    <testcase${attributes({ classname: path, name: `${code} ${line}:${column}`, file: path, line })}>\n      ${failure}\n    </testcase>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

/** Text for elements and attributes. What XML 1.0 (section 2.2) has no character for is left out. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;');
}
