import type { PreviewResult, TargetName } from '../../../server/src/lsp/protocol.ts';

/** The queries that a rule had before it broke: while somebody types, a rule has an error more often than not. */
export interface LastQueries {
  /**
   * Takes note of a preview. For a rule that has an error of its own now, it is what the same rule had last: with that
   * query, without the way back to the rule, whose places are others now. Undefined where the preview is to be shown itself.
   */
  instead(result: PreviewResult): PreviewResult | undefined;
}

export function createLastQueries(): LastQueries {
  let rule = '';
  const last = new Map<TargetName, PreviewResult>();
  return {
    instead(result) {
      const key = `${result.index} of ${result.count} in ${result.uri}`;
      if (key !== rule) last.clear();
      rule = key;
      if (!result.broken) {
        last.set(result.target, result);
        return undefined;
      }
      const earlier = last.get(result.target);
      if (earlier?.query === undefined) return undefined;
      const { query, tokens, tables, targets, choices } = earlier;
      return { ...result, query, tokens, tables, targets, choices, sourceMap: [] };
    },
  };
}
