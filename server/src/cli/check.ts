import path from 'node:path';
import { profiles } from '../checks/check.ts';
import type { CheckRequest, FileReport } from './checkFiles.ts';
import { checkPaths } from './checkPaths.ts';
import { checkStandardInput } from './checkStandardInput.ts';
import type { Command, ExitCode } from './command.ts';
import { githubReport } from './formats/github.ts';
import { jsonReport } from './formats/json.ts';
import { junitReport } from './formats/junit.ts';
import { counts, findingsIn, type Report, severities } from './formats/report.ts';
import { sarifReport } from './formats/sarif.ts';
import { textReport } from './formats/text.ts';
import type { Output } from './output.ts';
import { version } from './version.ts';
import { oneOf, parseArguments, WrongUseError } from './wrongUse.ts';

export const check: Command = {
  summary: 'report what is wrong with rules, and mend it',
  help: `Usage: sigmasmith check PATH… [options]
       sigmasmith check --stdin [--stdin-path PATH] [options]

Checks Sigma rules: files, and all .yml and .yaml files below folders, also in
view of each other (ids and titles twice, references that lead nowhere). Other
YAML in folders is passed over; a file that cannot be read is reported, and the
rest is checked. A processing pipeline that is named is checked, too.

  --profile NAME     which checks run: spec (the default), sigmahq, or all
  --severity LEVEL   report what is at least this severe: error, warning,
                     information, hint (the default: everything)
  --format FORMAT    text (the default), json, sarif, junit, or github
                     (annotations of a GitHub workflow)
  --fix              mend what has one safe fix, in the files; all else in them
                     stays as it is. What is left is reported.
  --dry-run          with --fix: write nothing, print what would change as a diff
  --stdin            check the rules on standard input; with --fix they are
                     printed mended, and what is left goes to standard error
  --stdin-path PATH  where these rules lie, for messages and configuration
  --no-color         no colours, as with NO_COLOR in the environment

A .sigmasmith.yml in the folder of a rule or above it sets the profile and the
severity of single checks; the nearest one wins, --profile over all of them.
A comment in the rule silences a check: # sigmasmith-ignore CHECK: reason

Exit codes: 0 nothing to report (with --dry-run: nothing to mend); 1 findings;
2 wrong use.`,
  run: runCheck,
};

const formats = { text: textReport, json: jsonReport, sarif: sarifReport, junit: junitReport, github: githubReport };
const formatNames = ['text', 'json', 'sarif', 'junit', 'github'] as const;

async function runCheck(args: string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args,
    allowPositionals: true,
    options: {
      profile: { type: 'string' },
      severity: { type: 'string', default: 'hint' },
      format: { type: 'string', default: 'text' },
      fix: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      stdin: { type: 'boolean', default: false },
      'stdin-path': { type: 'string' },
      'no-color': { type: 'boolean', default: false },
    },
  });
  const format = oneOf('format', values.format, formatNames);
  const least = severities.indexOf(oneOf('severity', values.severity, severities));
  const profile = values.profile === undefined ? undefined : oneOf('profile', values.profile, profiles);
  if (values['dry-run'] && !values.fix) throw new WrongUseError('--dry-run says what --fix would do; give both.');
  if (values.stdin && positionals.length > 0) throw new WrongUseError('Give either --stdin or paths.');
  if (values['stdin-path'] !== undefined && !values.stdin) throw new WrongUseError('--stdin-path needs --stdin.');
  if (!values.stdin && positionals.length === 0) throw new WrongUseError('A file or folder to check is missing.');

  const fix = values.fix ? (values['dry-run'] ? 'diff' : 'write') : undefined;
  const request: CheckRequest = { profile, today: new Date().toISOString().slice(0, 10), fix };
  const { reports, text } = values.stdin
    ? await checkStandardInput(request, values['stdin-path'])
    : { reports: await checkPaths(positionals.map(path.normalize), request), text: undefined };
  if (fix === 'diff') return writeDiff(reports, output);

  const report: Report = {
    files: reports.map((file) => ({
      ...file,
      findings: file.findings.filter(({ severity }) => severities.indexOf(severity) <= least),
    })),
    hasColour: output.hasColour && !values['no-color'],
    version: version(),
  };
  if (text !== undefined) output.raw(text);
  const write = text === undefined ? output.line : output.error;
  const written = formats[format](report);
  if (written !== '') write(written);
  if (format === 'text' || format === 'github') output.error(summary(report, reports));
  return findingsIn(report).length > 0 ? 1 : 0;
}

function writeDiff(reports: readonly FileReport[], output: Output): ExitCode {
  const diffs = reports.flatMap(({ diff }) => diff ?? []);
  output.raw(diffs.join(''));
  output.error(diffs.length === 0 ? 'Nothing to mend.' : `${fixCount(reports)} could be applied.`);
  return diffs.length > 0 ? 1 : 0;
}

function summary(report: Report, reports: readonly FileReport[]): string {
  const { files } = report;
  const rules = files.reduce((sum, file) => sum + file.rules, 0);
  const byCount = counts(report);
  const found = severities.flatMap((severity) => (byCount[severity] ? [`${byCount[severity]} ${severity}`] : []));
  const fixed = reports.some(({ fixes }) => fixes > 0) ? `; ${fixCount(reports)} applied` : '';
  return `${rules} ${rules === 1 ? 'rule' : 'rules'} in ${files.length} ${files.length === 1 ? 'file' : 'files'}: ${found.join(', ') || 'no findings'}${fixed}`;
}

function fixCount(reports: readonly FileReport[]): string {
  const fixes = reports.reduce((sum, each) => sum + each.fixes, 0);
  const files = reports.filter((each) => each.fixes > 0).length;
  return `${fixes} ${fixes === 1 ? 'fix' : 'fixes'} in ${files} ${files === 1 ? 'file' : 'files'}`;
}
