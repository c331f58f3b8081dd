import { checkFile } from '../checks/checkFile.ts';
import { createLineIndex } from '../lineIndex.ts';
import type { Severity } from '../problem.ts';
import type { Command, ExitCode } from './command.ts';
import { type Finding, findingLine, findingOf } from './finding.ts';
import type { Output } from './output.ts';
import { type RuleFile, ruleFiles } from './ruleFiles.ts';
import { oneOf, parseArguments, WrongUseError } from './wrongUse.ts';

export const check: Command = {
  summary: 'report what is wrong with rules',
  help: `Usage: sigmasmith check PATH… [--severity LEVEL] [--format text|json]

Checks Sigma rules: files, and all .yml and .yaml files below folders. Other YAML
in folders is passed over; a file that cannot be read is reported, and the rest
is checked.

  --severity LEVEL  report what is at least this severe: error, warning,
                    information, hint (the default: everything)
  --format FORMAT   text (the default): path:line:column: severity code message
                    json: one object with the findings and their counts

Exit codes: 0 nothing to report; 1 findings; 2 wrong use.`,
  run: runCheck,
};

async function runCheck(args: string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args,
    allowPositionals: true,
    options: { severity: { type: 'string', default: 'hint' }, format: { type: 'string', default: 'text' } },
  });
  const format = oneOf('format', values.format, ['text', 'json']);
  const least = severities.indexOf(oneOf('severity', values.severity, severities));
  if (positionals.length === 0) throw new WrongUseError('A file or folder to check is missing.');

  const findings: Finding[] = [];
  let files = 0;
  let rules = 0;
  for await (const found of ruleFiles(positionals)) {
    files += 1;
    if (found.kind === 'rules') rules += found.file.rules.length;
    const reported = findingsOf(found).filter(({ severity }) => severities.indexOf(severity) <= least);
    findings.push(...reported);
    if (format === 'text') for (const finding of reported) output.line(findingLine(finding));
  }
  const counts = Object.fromEntries(
    severities.map((each) => [each, findings.filter(({ severity }) => severity === each).length]),
  );
  if (format === 'json') output.line(JSON.stringify({ files, rules, counts, findings }, undefined, 2));
  else output.error(summary(files, rules, counts));
  return findings.length > 0 ? 1 : 0;
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

function findingsOf(found: RuleFile): readonly Finding[] {
  if (found.kind === 'bad') return found.findings;
  const lines = createLineIndex(found.file.text);
  return checkFile(found.file).map((problem) => findingOf(found.path, lines, problem));
}

function summary(files: number, rules: number, counts: Record<string, number>): string {
  const found = severities.flatMap((severity) => (counts[severity] ? [`${counts[severity]} ${severity}`] : []));
  return `${rules} ${rules === 1 ? 'rule' : 'rules'} in ${files} ${files === 1 ? 'file' : 'files'}: ${found.join(', ') || 'no findings'}`;
}
