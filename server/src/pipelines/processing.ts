import type { DetectionRule, SigmaRule } from '../sigma/rule.ts';
import { applyPipelines } from './apply.ts';
import type { Pipeline } from './pipeline.ts';

/** For a comparison of a rule with its query: what the pipelines make of both. Undefined where there are no pipelines. */
export function processingWith(
  pipelines: readonly Pipeline[],
  others: readonly SigmaRule[],
):
  | ((rule: DetectionRule) => {
      readonly rule: DetectionRule;
      readonly postprocess: (query: string) => string | undefined;
    })
  | undefined {
  if (pipelines.length === 0) return undefined;
  return (rule) => {
    const { rule: processed, postprocess } = applyPipelines(rule, pipelines, others);
    return {
      rule: processed,
      postprocess: (query) => {
        const { text, problems, isDocument } = postprocess(query);
        return problems.length > 0 || isDocument ? undefined : text;
      },
    };
  };
}
