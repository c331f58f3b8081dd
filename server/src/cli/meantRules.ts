import { applyPipelines, type Processed } from '../pipelines/apply.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { applyFilters } from '../sigma/applyFilters.ts';
import { type Placeholders, withPlaceholders } from '../sigma/placeholders.ts';
import { indexRules, type RuleIndex, referencesOf } from '../sigma/references.ts';
import type { FilterRule, SigmaRule } from '../sigma/rule.ts';
import type { RuleFile } from './ruleFiles.ts';

/** The rules of several files as they are meant: with filters and pipelines applied and placeholders replaced. */
export interface MeantRules {
  /** In the file's order. */
  of(file: RuleFile): readonly SigmaRule[];
  /** Those of all other files. */
  around(file: RuleFile): readonly SigmaRule[];
  /**
   * Whether a correlation refers to the rule, so that it is a part of that one's query and has none of its own
   * (specification, "Generate").
   */
  isPart(rule: SigmaRule): boolean;
  /** What pipelines have to say about the rule and make of its query; undefined where there are none. */
  processingOf(rule: SigmaRule): Processed<SigmaRule> | undefined;
}

export function meantRules(
  files: readonly RuleFile[],
  filters: readonly FilterRule[],
  placeholders: Placeholders,
  pipelines: readonly Pipeline[] = [],
): MeantRules {
  const processing = new Map<SigmaRule, Processed<SigmaRule>>();
  const everything = files.flatMap((file) => (file.kind === 'bad' ? [] : file.file.rules));
  const processed = (rule: SigmaRule): SigmaRule => {
    if (pipelines.length === 0) return withPlaceholders(rule, placeholders);
    const result = applyPipelines(rule, pipelines, everything);
    const meant = withPlaceholders(result.rule, placeholders);
    processing.set(meant, result);
    return meant;
  };
  const byFile = new Map<RuleFile, readonly SigmaRule[]>();
  for (const file of files) {
    if (file.kind === 'bad') continue;
    const { rules } = file.file;
    byFile.set(
      file,
      rules.map((rule) => processed(applyFilters(rule, filters, rules))),
    );
  }
  const parts = partsOf([...byFile.values()]);
  return {
    of: (file) => byFile.get(file) ?? [],
    around: (file) => [...byFile].flatMap(([other, rules]) => (other === file ? [] : rules.filter(isNoFilter))),
    isPart: (rule) => parts.has(rule),
    processingOf: (rule) => processing.get(rule),
  };
}

export function isNoFilter(rule: SigmaRule): boolean {
  return rule.kind !== 'filter';
}

function partsOf(files: readonly (readonly SigmaRule[])[]): ReadonlySet<SigmaRule> {
  const parts = new Set<SigmaRule>();
  const correlating = files.filter((rules) => rules.some(({ kind }) => kind === 'correlation'));
  if (correlating.length === 0) return parts;
  const everywhere = indexRules(files.flat().filter(isNoFilter));
  for (const rules of correlating) {
    const here = indexRules(rules.filter(isNoFilter));
    const find: RuleIndex = (reference) => here(reference) ?? everywhere(reference);
    for (const rule of rules) {
      if (rule.kind !== 'correlation' || rule.generate?.value === true) continue;
      for (const { value } of referencesOf(rule)) {
        const part = find(value);
        if (part !== undefined) parts.add(part);
      }
    }
  }
  return parts;
}
