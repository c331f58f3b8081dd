import { indexRules, referencesOf } from '../sigma/references.ts';
import type { SigmaRule } from '../sigma/rule.ts';

/** Where rules of other files are. */
export interface OtherRules {
  /** The file that has a rule with this name or id. */
  readonly pathOf: (reference: string) => string | undefined;
  /** The rules of a file, as it is now; none if it is gone. */
  readonly rulesOf: (path: string) => Promise<readonly SigmaRule[]>;
}

/** The rules of other files that the correlations and filters among these refer to, also those that are referred to by such a rule. */
export async function referredRules(rules: readonly SigmaRule[], others: OtherRules): Promise<readonly SigmaRule[]> {
  const find = indexRules(rules);
  const found = new Map<string, SigmaRule>();
  const waiting = rules.flatMap(references);
  for (let reference = waiting.pop(); reference !== undefined; reference = waiting.pop()) {
    if (found.has(reference) || find(reference) !== undefined) continue;
    const path = others.pathOf(reference);
    const rule = path === undefined ? undefined : indexRules(await others.rulesOf(path))(reference);
    if (rule === undefined) continue;
    found.set(reference, rule);
    waiting.push(...references(rule));
  }
  return [...new Set(found.values())];
}

function references(rule: SigmaRule): string[] {
  switch (rule.kind) {
    case 'correlation':
      return referencesOf(rule).map(({ value }) => value);
    case 'filter':
      return rule.isForEveryRule ? [] : rule.rules.map(({ value }) => value);
    case 'detection':
      return [];
  }
}
