import type { Problem } from '../problem.ts';
import type { SigmaDocument } from './documents.ts';
import { fromLspRange } from './positions.ts';
import type { RuleRun, RunResult } from './protocol.ts';

export interface RunStore {
  remember(result: RunResult): void;
  forget(uri: string): void;
  rulesOf(uri: string): readonly RuleRun[];
  /**
   * The expectations that the last run of a document did not meet, on the rules' titles as they stand now; and, until the
   * document is changed, what of its rules their queries read differently.
   */
  problemsOf(document: SigmaDocument): Problem[];
}

/** The last run of each open document. */
export function createRunStore(): RunStore {
  const results = new Map<string, RunResult>();
  const rulesOf = (uri: string): readonly RuleRun[] => results.get(uri)?.rules ?? [];
  return {
    remember: (result) => results.set(result.uri, result),
    forget: (uri) => results.delete(uri),
    rulesOf,
    problemsOf: (document) => [...unmet(document), ...disagreements(document, results.get(document.uri))],
  };

  function unmet({ uri, file }: SigmaDocument): Problem[] {
    return rulesOf(uri).flatMap(({ index, expectations }) => {
      const rule = file.rules.find((each) => each.index === index);
      if (!rule) return [];
      const range = rule.title?.range ?? { start: rule.node.range.start, end: rule.node.range.start };
      return expectations
        .filter(({ met }) => !met)
        .map(({ message }): Problem => ({ code: 'unmet-expectation', severity: 'error', message, range }));
    });
  }
}

function disagreements({ version, lines }: SigmaDocument, last: RunResult | undefined): Problem[] {
  if (last === undefined || last.version !== version) return [];
  return last.rules.flatMap(({ comparison }) =>
    (comparison?.disagreements ?? []).map(({ message, range }): Problem => {
      return { code: 'readings-disagree', severity: 'warning', message, range: fromLspRange(lines, range) };
    }),
  );
}
