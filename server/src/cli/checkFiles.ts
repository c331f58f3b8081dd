import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Profile } from '../checks/check.ts';
import { type CheckOptions, checkFile, reportedOf } from '../checks/checkFile.ts';
import { fixAll } from '../checks/fixAll.ts';
import { filesPath } from '../host/nodeFiles.ts';
import { parsePipeline } from '../pipelines/parse.ts';
import type { Problem } from '../problem.ts';
import { type Configs, createConfigs } from '../workspace/configs.ts';
import { type RuleSummary, summarise } from '../workspace/summary.ts';
import { displayPath, type Finding, fileFinding, findingsOf } from './finding.ts';
import { isPipelineText } from './pipelines.ts';
import { type NamedFile, ruleFileOf } from './ruleFiles.ts';
import { encode, readText, reasonOf } from './textFile.ts';
import { unifiedDiff } from './unifiedDiff.ts';

/** How rules are checked; plain data, so that a worker can be told. */
export interface CheckRequest {
  /** Wins over every `.sigmasmith.yml`. */
  readonly profile?: Profile | undefined;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** `write` mends files, `diff` only says what that would change. */
  readonly fix?: 'write' | 'diff' | undefined;
}

/** What is known of a file; plain data, so that a worker can say it. */
export interface FileReport {
  readonly path: string;
  readonly rules: number;
  readonly findings: readonly Finding[];
  /** Its rules in brief, for the index. */
  readonly summary: readonly RuleSummary[];
  /** It has comments that silence checks. */
  readonly suppresses: boolean;
  /** How many fixes were, or would be, applied. */
  readonly fixes: number;
  readonly diff?: string;
}

/** Checks one file after the other. Nothing for a file that was not named and has no rule. */
export function createFileChecker(request: CheckRequest) {
  const configs = createConfigs(async (file) => {
    try {
      return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
    } catch {
      return undefined;
    }
  });

  return {
    configs,
    /** Adds what the index of all files finds. A file whose comments may speak of that is looked at again. */
    async inView(report: FileReport, file: NamedFile, workspace: readonly Problem[]): Promise<FileReport> {
      if (report.suppresses) {
        const again = await this.check(file, workspace);
        return again ? { ...again, fixes: report.fixes } : report;
      }
      const reported = reportedOf(workspace, await optionsFor(file.path, request, configs));
      const read = reported.length > 0 ? readText(file.path) : undefined;
      if (read?.kind !== 'text') return report;
      const findings = [...report.findings, ...findingsOf(file.path, read.text, reported)];
      return { ...report, findings: findings.sort((a, b) => a.line - b.line || a.column - b.column) };
    },
    async check({ path: file, isNamed }: NamedFile, workspace?: readonly Problem[]): Promise<FileReport | undefined> {
      const read = readText(file);
      if (read.kind === 'bad') return withoutRules(file, [read.finding]);
      const options = await optionsFor(file, request, configs);
      if (request.fix === undefined || workspace !== undefined)
        return checkText(file, read.text, isNamed, workspace === undefined ? options : { ...options, workspace });
      if (!holdsRules(file, read.text)) return checkText(file, read.text, isNamed, options);
      const { text, edits, fixes } = fixAll(read.text, options);
      if (request.fix === 'diff') {
        const diff = unifiedDiff(filesPath(displayPath(path.resolve(file))), read.text, edits);
        return { ...withoutRules(file, []), fixes, ...(diff !== '' && { diff }) };
      }
      if (fixes === 0) return checkText(file, text, isNamed, options);
      try {
        writeFileSync(file, encode(text, read.encoding));
      } catch (error) {
        const finding = fileFinding(file, 'unwritable-file', `Cannot be written: ${reasonOf(error)}.`);
        const report = checkText(file, read.text, isNamed, options);
        return report && { ...report, findings: [finding, ...report.findings] };
      }
      const report = checkText(file, text, isNamed, options);
      return report && { ...report, fixes };
    },
  };
}

/** What holds for a file: its place, and what the `.sigmasmith.yml` above it say. */
export async function optionsFor(file: string, request: CheckRequest, configs: Configs): Promise<CheckOptions> {
  const absolute = filesPath(path.resolve(file));
  const { profile, severities } = await configs.of(absolute);
  const chosen = request.profile ?? profile;
  return { path: absolute, today: request.today, severities, ...(chosen && { profile: chosen }) };
}

/** Checks a text that was read already. */
export function checkText(file: string, text: string, isNamed: boolean, options: CheckOptions): FileReport | undefined {
  if (isNamed && isPipelineText(text)) return withoutRules(file, findingsOf(file, text, parsePipeline(text).problems));
  const found = ruleFileOf(file, text, isNamed);
  if (found === undefined) return undefined;
  if (found.kind === 'bad') return withoutRules(file, found.findings);
  return {
    path: file,
    rules: found.file.rules.length,
    findings: findingsOf(file, text, checkFile(found.file, options)),
    summary: summarise(text, found.file.documents),
    suppresses: text.includes('sigmasmith-ignore'),
    fixes: 0,
  };
}

function holdsRules(file: string, text: string): boolean {
  return ruleFileOf(file, text, false)?.kind === 'rules';
}

function withoutRules(file: string, findings: readonly Finding[]): FileReport {
  return { path: file, rules: 0, findings, summary: [], suppresses: false, fixes: 0 };
}
