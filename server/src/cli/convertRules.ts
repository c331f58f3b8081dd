import { prepare } from '../deploy/deploy.ts';
import { type Conversion, type ConvertOptions, convertToKql } from '../kql/convert.ts';
import { createLineIndex } from '../lineIndex.ts';
import type { Processed } from '../pipelines/apply.ts';
import type { Problem } from '../problem.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { type ConvertFormat, isDeployFormat, type Result } from './convertFormats.ts';
import { findingOf } from './finding.ts';
import { isNoFilter, type MeantRules } from './meantRules.ts';
import type { RuleFile } from './ruleFiles.ts';

export interface ConvertSettings {
  readonly options: ConvertOptions;
  readonly meant: MeantRules;
  readonly format: ConvertFormat;
  /** For analytics rules of Sentinel. */
  readonly nearRealTime: boolean;
}

/** The rules of a file, converted; filters and what correlations refer to are parts of other rules' queries and have none of their own. */
export function convertRules(found: RuleFile, settings: ConvertSettings): Result[] {
  const { path } = found;
  const { meant, format, nearRealTime } = settings;
  const { target } = settings.options;
  if (found.kind === 'bad')
    return [{ path, target, query: null, tables: [], approximate: false, findings: found.findings }];
  const lines = createLineIndex(found.file.text);
  const rules = meant.of(found);
  const isCorrelating = rules.some(({ kind }) => kind === 'correlation');
  const options: ConvertOptions = isCorrelating
    ? { ...settings.options, rules: rules.filter(isNoFilter), otherRules: meant.around(found) }
    : settings.options;
  return rules.flatMap((rule, index): Result[] => {
    if (rule.kind === 'filter' || meant.isPart(rule)) return [];
    const { conversion, document, told } = processed(convertToKql(rule, options), meant.processingOf(rule));
    const { query, tables, problems, approximate } = conversion;
    const prepared =
      query === undefined || !isDeployFormat(format) ? undefined : prepare(rule, conversion, format, { nearRealTime });
    return [
      {
        path,
        index,
        ...(rule.title && { title: rule.title.value }),
        ...(rule.id && { id: rule.id.value }),
        target,
        query: document ?? query ?? null,
        tables,
        approximate,
        findings: [...problems, ...told, ...(prepared?.problems ?? [])].map((problem) =>
          findingOf(path, lines, problem),
        ),
        ...(prepared?.deployable && { deployable: prepared.deployable }),
        ...(document !== undefined && { isDocument: true as const }),
      },
    ];
  });
}

/** With the post-processing of pipelines: what is still a query takes the query's place, anything else stands beside it. */
function processed(
  conversion: Conversion,
  processing: Processed<SigmaRule> | undefined,
): { readonly conversion: Conversion; readonly document?: string; readonly told: readonly Problem[] } {
  // The errors are the rule's, and the conversion has them.
  const told = processing?.problems.filter(({ severity }) => severity !== 'error') ?? [];
  if (processing === undefined || conversion.query === undefined) return { conversion, told };
  const { text, problems, isDocument } = processing.postprocess(conversion.query);
  if (problems.length > 0) return { conversion: { ...conversion, query: undefined }, told: [...told, ...problems] };
  return isDocument ? { conversion, document: text, told } : { conversion: { ...conversion, query: text }, told };
}
