import { type KeyDocs, keyDocs, keysAt } from '../../checks/schemaDocs.ts';
import type { Range } from '../../range.ts';
import type { SigmaRule } from '../../sigma/rule.ts';
import type { Proposal } from './completionItem.ts';

/** Keys of the mapping at `path` that it doesn't have yet, in the order in which rules usually have them. */
export function completeKeys(
  kind: SigmaRule['kind'],
  path: readonly string[],
  range: Range,
  nameOnly: boolean,
  present: ReadonlySet<string>,
): Proposal[] {
  return keysAt(kind, path)
    .filter(({ key }) => !present.has(key))
    .map((docs): Proposal => {
      return {
        label: docs.key,
        kind: 'key',
        range,
        ...(nameOnly ? {} : { text: `${docs.key}:`, snippet: docs.snippet ?? `${docs.key}: $0`, chain: true }),
        ...(docs.required && { description: 'required' }),
        documentation: { kind: 'markdown', markdown: keyMarkdown(docs) },
      };
    });
}

/** The values of a key that has a fixed set of them, in their usual order. */
export function completeEnum(kind: SigmaRule['kind'], path: readonly string[], range: Range): Proposal[] {
  return (keyDocs(kind, path)?.values ?? []).map(({ value, description }): Proposal => {
    return { label: value, kind: 'value', range, documentation: { kind: 'markdown', markdown: description } };
  });
}

/** What is known of a key, with its values and an example. */
export function keyMarkdown({ description, values, examples }: KeyDocs): string {
  const list = (values ?? []).map((each) => `- \`${each.value}\`: ${each.description}`).join('\n');
  const [example] = examples ?? [];
  const scalar = typeof example === 'string' ? `Example: \`${example}\`` : '';
  return [description, list, scalar].filter((part) => part !== '').join('\n\n');
}
