import { deref } from '../yaml/navigate.ts';
import type { YamlNode } from '../yaml/tree.ts';

/**
 * Whether the `rules` of a filter stand for all rules of its log source: `any` or `all`, in whatever case. In a list they
 * are names of rules, and an empty list is none, though pySigma takes it for `any` (`SigmaGlobalFilter.from_dict`): the
 * specification wants one rule or more, so that is an error.
 */
export function isEveryRule(rules: YamlNode | undefined): boolean {
  const content = deref(rules);
  return content?.kind === 'scalar' && typeof content.value === 'string' && isEveryWord(content.value);
}

/** Whether it is a word for all rules, where it stands alone. */
export function isEveryWord(text: string): boolean {
  return /^(?:any|all)$/i.test(text);
}
