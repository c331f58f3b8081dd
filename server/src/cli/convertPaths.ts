import type { Pipeline } from '../pipelines/pipeline.ts';
import type { FilterRule } from '../sigma/rule.ts';
import type { ConvertRequest } from './convertFile.ts';
import type { Result } from './convertFormats.ts';
import { convertRules } from './convertRules.ts';
import { filtersIn } from './filters.ts';
import { inParallel } from './inParallel.ts';
import { meantRules } from './meantRules.ts';
import { type RuleFile, ruleFiles, yamlFiles } from './ruleFiles.ts';
import { optimiseLater } from './tierUp.ts';

/**
 * Converts the rules of files and folders, in the order of the walk. Files whose rules have nothing to do with those of
 * others are converted in several threads; a filter or a correlation among them makes it one after the other, with all
 * rules in view.
 */
export async function* convertPaths(
  paths: readonly string[],
  request: ConvertRequest,
  filters: readonly FilterRule[],
  pipelines: readonly Pipeline[],
): AsyncGenerator<Result> {
  optimiseLater();
  const found = [...yamlFiles(paths)];
  const files = found.flatMap((each) => (each.kind === 'file' ? [each] : []));
  const isApart =
    filters.length === 0 && pipelines.length === 0 && files.length === found.length && files.length >= worthThreads;
  const done = isApart ? await inParallel('convert', files, request) : [];
  const results = done.filter((each) => each !== 'reaching');
  if (isApart && results.length === done.length) {
    for (const each of results) yield* each;
    return;
  }
  const read: RuleFile[] = [...ruleFiles(paths)];
  // A filter may stand after the rules that it applies to.
  const meant = meantRules(read, [...filtersIn(read), ...filters], request.placeholders, pipelines);
  for (const file of read) yield* convertRules(file, { ...request, meant });
}

/** With fewer files another thread costs more than it wins. */
const worthThreads = 400;
