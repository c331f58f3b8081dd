import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { documentationOf } from '../../checks/documentation.ts';
import type { Severity } from '../../problem.ts';
import type { Finding, Region } from '../finding.ts';
import { findingsIn, type Report } from './report.ts';

/** SARIF 2.1.0 (OASIS), as GitHub code scanning and others read it: the findings, the checks they come from, and fixes. */
export function sarifReport(report: Report): string {
  const findings = findingsIn(report);
  const ids = [...new Set(findings.map(({ code }) => code))].sort();
  const run = {
    tool: {
      driver: { name: 'Sigmasmith', version: report.version, semanticVersion: report.version, rules: ids.map(ruleOf) },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [base]: { uri: pathToFileURL(`${path.resolve()}${path.sep}`).href } },
    results: findings.map((finding) => resultOf(finding, ids.indexOf(finding.code))),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return JSON.stringify(log, undefined, 2);
}

/** Stands for the folder that the command ran in. */
const base = 'SRCROOT';

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

function ruleOf(id: string) {
  const docs = documentationOf(id);
  if (docs === undefined) return { id };
  const { what, why, example, url, aliases = [], severity } = docs;
  const block = (text: string): string => `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``;
  const markdown = [what, why, 'With the finding:', block(example.bad), 'Without it:', block(example.good)].join(
    '\n\n',
  );
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: what },
    fullDescription: { text: `${what} ${why}` },
    help: {
      text: `${what}\n\n${why}\n\nWith the finding:\n\n${example.bad}\nWithout it:\n\n${example.good}`,
      markdown,
    },
    ...(url !== undefined && { helpUri: url }),
    defaultConfiguration: { level: levels[severity] },
    ...(aliases.length > 0 && { properties: { tags: aliases } }),
  };
}

function resultOf(finding: Finding, ruleIndex: number) {
  const { path: file, code, severity, message, related = [], fixes = [] } = finding;
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: artifactOf(file), region: regionOf(finding) } }],
    ...(related.length > 0 && {
      relatedLocations: related.map((place, id) => ({
        id,
        message: { text: place.message },
        physicalLocation: { artifactLocation: artifactOf(place.path), region: regionOf(place) },
      })),
    }),
    ...(fixes.length > 0 && {
      fixes: fixes.map(({ title, edits }) => ({
        description: { text: title },
        artifactChanges: [
          {
            artifactLocation: artifactOf(file),
            replacements: edits.map((edit) => ({
              deletedRegion: regionOf(edit),
              ...(edit.text !== '' && { insertedContent: { text: edit.text } }),
            })),
          },
        ],
      })),
    }),
  };
}

function regionOf({ line, column, endLine, endColumn }: Region) {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** Relative to where the command ran if the file is below. */
function artifactOf(file: string) {
  const relative = path.relative('', file);
  if (relative.startsWith('..') || path.isAbsolute(relative)) return { uri: pathToFileURL(file).href };
  return { uri: relative.split(path.sep).map(encodeURIComponent).join('/'), uriBaseId: base };
}
