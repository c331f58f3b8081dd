import path from 'node:path';
import { filesPath } from '../host/nodeFiles.ts';
import type { Problem } from '../problem.ts';
import { createRuleIndex } from '../workspace/ruleIndex.ts';
import { workspaceFindings } from '../workspace/workspaceFindings.ts';
import { type CheckRequest, createFileChecker, type FileReport } from './checkFiles.ts';
import { displayPath, findingsOf } from './finding.ts';
import { inParallel } from './inParallel.ts';
import { type YamlFile, yamlFiles } from './ruleFiles.ts';
import { optimiseLater } from './tierUp.ts';

/**
 * Checks the rules of files and folders, each by itself and all in view of each other. The reports come in the order of
 * the walk, those of faulty `.sigmasmith.yml` files last.
 */
export async function checkPaths(paths: readonly string[], request: CheckRequest): Promise<FileReport[]> {
  optimiseLater();
  const found = [...yamlFiles(paths)];
  const files = found.flatMap((each) => (each.kind === 'file' ? [each] : []));
  const done = await inParallel('check', files, request);
  const checked = new Map(done.flatMap((report) => (report === undefined ? [] : [[report.path, report] as const])));
  const checker = createFileChecker(request);
  const reports = found.flatMap((each) => reportOf(each, checked));
  if (request.fix === 'diff') return reports;
  const named = new Map(files.map((file) => [file.path, file]));
  // Some of the rules that a correlation names may be in files that were not given; all of them are when a folder was.
  const isComplete = files.some(({ isNamed }) => !isNamed);
  const complete = await inView(reports, isComplete, (report, problems) =>
    checker.inView(report, named.get(report.path) ?? { path: report.path, isNamed: true }, problems),
  );
  for (const { path: file } of files) await checker.configs.of(filesPath(path.resolve(file)));
  return [...complete, ...configReports(checker.configs.faulty())];
}

function reportOf(found: YamlFile, checked: ReadonlyMap<string, FileReport>): FileReport[] {
  if (found.kind === 'file') return [checked.get(found.path) ?? []].flat();
  return [{ path: found.path, rules: 0, findings: found.findings, summary: [], suppresses: false, fixes: 0 }];
}

/** Adds what the index finds. */
async function inView(
  reports: readonly FileReport[],
  isComplete: boolean,
  add: (report: FileReport, problems: readonly Problem[]) => Promise<FileReport>,
): Promise<FileReport[]> {
  const index = createRuleIndex();
  const absolute = reports.map((report) => filesPath(path.resolve(report.path)));
  for (const [position, file] of absolute.entries()) index.set(file, reports[position]?.summary ?? []);
  const result: FileReport[] = [];
  for (const [position, report] of reports.entries()) {
    const problems = report.rules === 0 ? [] : workspaceFindings(index, absolute[position] ?? '', isComplete);
    if (problems.length === 0 && !report.suppresses) result.push(report);
    else result.push(await add(report, problems));
  }
  return result;
}

function configReports(faulty: ReturnType<ReturnType<typeof createFileChecker>['configs']['faulty']>): FileReport[] {
  return faulty.map(({ path: file, text, problems }) => {
    const shown = displayPath(file);
    return {
      path: shown,
      rules: 0,
      findings: findingsOf(shown, text, problems),
      summary: [],
      suppresses: false,
      fixes: 0,
    };
  });
}
