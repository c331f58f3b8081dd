import type { FilterRule } from '../sigma/rule.ts';
import { type Finding, findingsOf } from './finding.ts';
import { type RuleFile, ruleFiles } from './ruleFiles.ts';

/** Files that were read, the filters in them, and what is wrong with files that cannot be read. */
export interface Filters {
  readonly filters: readonly FilterRule[];
  readonly findings: readonly Finding[];
}

/** The filters of the files and folders that `--filters` names; other rules in them are passed over. */
export async function readFilters(paths: readonly string[]): Promise<Filters> {
  const files: RuleFile[] = [];
  for await (const file of ruleFiles(paths)) files.push(file);
  return { filters: filtersIn(files), findings: files.flatMap((file) => (file.kind === 'bad' ? file.findings : [])) };
}

export function filtersIn(files: readonly RuleFile[]): FilterRule[] {
  return files.flatMap((file) => (file.kind === 'bad' ? [] : file.file.rules.filter((rule) => rule.kind === 'filter')));
}

/** What is wrong with the filters of a file: the rules that they apply to are not run, and say only that they have an error. */
export function brokenFilters(found: RuleFile): readonly Finding[] {
  if (found.kind === 'bad') return [];
  const { rules, text } = found.file;
  const broken = rules.filter((rule) => rule.kind === 'filter' && rule.expression === undefined);
  const problems = broken.flatMap((rule) => rule.problems.filter(({ severity }) => severity === 'error'));
  return findingsOf(found.path, text, problems);
}

/** For `--help`. */
export const filtersHelp = `--filters PATH   a file or folder with filters (Sigma's \`filter:\` documents) that
                   apply too; can be given several times`;
