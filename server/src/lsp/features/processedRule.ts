import type { Conversion } from '../../kql/convert.ts';
import { applyPipelines, type Processed } from '../../pipelines/apply.ts';
import { finalize } from '../../pipelines/finalize.ts';
import type { Pipeline } from '../../pipelines/pipeline.ts';
import type { Problem } from '../../problem.ts';
import type { SigmaRule } from '../../sigma/rule.ts';

/** A rule as the pipelines want it; undefined where there are none. */
export function processedRule(
  rule: SigmaRule,
  pipelines: readonly Pipeline[],
  others: readonly SigmaRule[],
): Processed<SigmaRule> | undefined {
  return pipelines.length === 0 ? undefined : applyPipelines(rule, pipelines, others);
}

/**
 * A conversion with what the pipelines have to say and make of the query. A document that holds the query, such as JSON,
 * is not shown in its place, nor is what finalizers make of it, and that is said.
 */
export function processedConversion(
  conversion: Conversion,
  processed: Processed<SigmaRule> | undefined,
  isFinalized: boolean,
): Conversion {
  if (processed === undefined) return conversion;
  const told = processed.problems.filter(({ severity }) => severity !== 'error');
  const problems = [...conversion.problems, ...told];
  const { query } = conversion;
  if (query === undefined) return { ...conversion, problems };
  const { text, problems: faults, isDocument } = processed.postprocess(query);
  if (faults.length > 0) return { ...conversion, query: undefined, sourceMap: [], problems: [...problems, ...faults] };
  const hints = isDocument || isFinalized ? [notShown(processed.rule)] : [];
  if (isDocument) return { ...conversion, problems: [...problems, ...hints] };
  return { ...conversion, query: text, problems: [...problems, ...hints], sourceMap: moved(conversion, query, text) };
}

/** What `sigmasmith convert` writes to a file: the query in the documents that pipelines put it into. */
export function processedText(
  query: string,
  processed: Processed<SigmaRule> | undefined,
  pipelines: readonly Pipeline[],
): string {
  const text = processed?.postprocess(query).text ?? query;
  return finalize([text], pipelines) ?? text;
}

/** The places of the query in a longer text; none if its own text was changed. */
function moved({ sourceMap }: Conversion, query: string, text: string): Conversion['sourceMap'] {
  const by = text.indexOf(query);
  if (by <= 0) return by < 0 ? [] : sourceMap;
  return sourceMap.map((link) => ({
    ...link,
    query: { ...link.query, start: link.query.start + by, end: link.query.end + by },
  }));
}

function notShown({ title, range }: SigmaRule): Problem {
  const message =
    'A pipeline puts the query into a document, which exports as KQL and `sigmasmith convert --pipeline` write.';
  return { code: 'pipeline-postprocessing', severity: 'hint', message, range: title?.range ?? range };
}
