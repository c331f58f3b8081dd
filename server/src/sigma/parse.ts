import type { Problem } from '../problem.ts';
import { bounded } from '../yaml/bounded.ts';
import { deref, entryOf } from '../yaml/navigate.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { YamlDocument, YamlMapping } from '../yaml/tree.ts';
import { readRule } from './readRule.ts';
import { isSigma } from './recognise.ts';
import type { SigmaRule } from './rule.ts';

export interface SigmaFile {
  readonly text: string;
  /** All documents of the file, rules or not. */
  readonly documents: readonly YamlDocument[];
  /** Those documents that are Sigma rules, in order; `index` is the position among all. */
  readonly rules: readonly SigmaRule[];
  /** The YAML problems of the file and those of all rules, in order of place. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a file of one or more rules, correlations and filters. Never fails: whatever is wrong is a problem with its
 * place, and a rule that cannot be understood has no expression.
 */
export function parseSigma(text: string): SigmaFile {
  const yaml = parseYaml(text);
  const sources = yaml.documents.flatMap((document, index) => {
    const root = deref(document.root);
    return root?.kind === 'mapping' && isSigma(root) ? [{ document, root, index }] : [];
  });
  const collection = collectionAction(sources.map(({ root }) => root));
  const rules = sources.map(({ document, root, index }) => {
    const obstacles = yaml.problems.filter((problem) => isObstacle(problem, document));
    if (collection !== undefined) obstacles.push(collection);
    return readRule({ text, document, root, index, obstacles });
  });
  const problems = new Set([...yaml.problems, ...rules.flatMap((rule) => rule.problems)]);
  return { text, documents: yaml.documents, rules, problems: bounded([...problems]) };
}

/** A YAML error in a rule leaves open what the rule means: its text was guessed. */
function isObstacle(problem: Problem, document: YamlDocument): boolean {
  if (problem.severity !== 'error') return false;
  if (problem.code === 'yaml-too-large') return true;
  return problem.range.end >= document.range.start && problem.range.start <= document.range.end;
}

/** `action: global` merges documents, which the specification 2 no longer has: none of the file's rules stands alone. */
function collectionAction(roots: readonly YamlMapping[]): Problem | undefined {
  for (const root of roots) {
    const entry = entryOf(root, 'action');
    const value = deref(entry?.value);
    if (entry === undefined || value?.kind !== 'scalar') continue;
    if (value.text !== 'global' && value.text !== 'repeat' && value.text !== 'reset') continue;
    return {
      code: 'rule-collection',
      severity: 'error',
      message: `\`action: ${value.text}\` is no longer part of Sigma. Write each rule out in full.`,
      range: entry.range,
    };
  }
  return undefined;
}
