import { prepare } from '../deploy/deploy.ts';
import { type ConvertOptions, convertToKql } from '../kql/convert.ts';
import { createLineIndex } from '../lineIndex.ts';
import { applyFilters } from '../sigma/applyFilters.ts';
import { type Placeholders, withPlaceholders } from '../sigma/placeholders.ts';
import type { FilterRule } from '../sigma/rule.ts';
import { type ConvertFormat, isDeployFormat, type Result } from './convertFormats.ts';
import { findingOf } from './finding.ts';
import type { RuleFile } from './ruleFiles.ts';

export interface ConvertSettings {
  readonly options: ConvertOptions;
  readonly filters: readonly FilterRule[];
  readonly placeholders: Placeholders;
  readonly format: ConvertFormat;
  /** For analytics rules of Sentinel. */
  readonly nearRealTime: boolean;
}

/** The rules of a file, converted; filters are a part of other rules' queries and have none of their own. */
export function convertRules(found: RuleFile, settings: ConvertSettings): Result[] {
  const { path } = found;
  const { options, filters, placeholders, format, nearRealTime } = settings;
  const { target } = options;
  if (found.kind === 'bad')
    return [{ path, target, query: null, tables: [], approximate: false, findings: found.findings }];
  const lines = createLineIndex(found.file.text);
  const { rules } = found.file;
  return rules.flatMap((rule, index): Result[] => {
    if (rule.kind === 'filter') return [];
    const meant = withPlaceholders(applyFilters(rule, filters, rules), placeholders);
    const conversion = convertToKql(meant, options);
    const { query, tables, problems, approximate } = conversion;
    const prepared =
      query === undefined || !isDeployFormat(format) ? undefined : prepare(meant, conversion, format, { nearRealTime });
    return [
      {
        path,
        index,
        ...(rule.title && { title: rule.title.value }),
        ...(rule.id && { id: rule.id.value }),
        target,
        query: query ?? null,
        tables,
        approximate,
        findings: [...problems, ...(prepared?.problems ?? [])].map((problem) => findingOf(path, lines, problem)),
        ...(prepared?.deployable && { deployable: prepared.deployable }),
      },
    ];
  });
}
