import type { Problem } from '../problem.ts';
import type { SigmaDocument } from './documents.ts';
import type { RuleRun, RunResult } from './protocol.ts';

export interface RunStore {
  remember(result: RunResult): void;
  forget(uri: string): void;
  rulesOf(uri: string): readonly RuleRun[];
  /** The expectations that the last run of a document did not meet, on the rules' titles as they stand now. */
  problemsOf(document: SigmaDocument): Problem[];
}

/** The last run of each open document. */
export function createRunStore(): RunStore {
  const results = new Map<string, readonly RuleRun[]>();
  const rulesOf = (uri: string): readonly RuleRun[] => results.get(uri) ?? [];
  return {
    remember: ({ uri, rules }) => results.set(uri, rules),
    forget: (uri) => results.delete(uri),
    rulesOf,
    problemsOf: ({ uri, file }) =>
      rulesOf(uri).flatMap(({ index, expectations }) => {
        const rule = file.rules.find((each) => each.index === index);
        if (!rule) return [];
        const range = rule.title?.range ?? { start: rule.node.range.start, end: rule.node.range.start };
        return expectations
          .filter(({ met }) => !met)
          .map(({ message }): Problem => ({ code: 'unmet-expectation', severity: 'error', message, range }));
      }),
  };
}
