import type { Documentation } from './check.ts';
import { ruleWith } from './examples.ts';

const rulesPage = 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md';
const id = '7f3a1c52-0d4e-4b8a-9c61-2e5d8f7a9b10';

/** What workspace/ finds between the rules of a workspace. The documents of an example stand for files of their own. */
export const workspaceProblems: readonly Documentation[] = [
  {
    id: 'duplicate-id',
    severity: 'error',
    aliases: ['identifier_uniqueness'],
    what: 'Another rule of the workspace has the same `id`.',
    why: 'An id stands for one rule: of two rules with the same one, tools deploy only the last, and references to them are ambiguous.',
    example: {
      bad: `${ruleWith(`id: ${id}`)}---\n${ruleWith(`id: ${id}`).replace('Whoami', 'Hostname')}`,
      good: `${ruleWith(`id: ${id}`)}---\n${ruleWith('id: 1d9c7b1e-6f0a-4a53-8f0e-5b7c3d2e1f60').replace('Whoami', 'Hostname')}`,
    },
    url: rulesPage,
  },
  {
    id: 'duplicate-title',
    severity: 'warning',
    aliases: ['duplicate_title'],
    profiles: ['sigmahq'],
    what: 'Another rule of the workspace has the same `title`.',
    why: 'Whoever gets an alert sees its title, and could not say which of the rules it came from.',
    example: {
      bad: `${ruleWith()}---\n${ruleWith()}`,
      good: `${ruleWith()}---\n${ruleWith().replace('Whoami', 'Hostname')}`,
    },
  },
  {
    id: 'duplicate-filename',
    severity: 'warning',
    aliases: ['duplicate_filename'],
    profiles: ['sigmahq'],
    what: 'Another rule file of the workspace has the same name, in another folder.',
    why: 'Rules are often gathered in one folder before they are converted or deployed; one of the two files would be lost.',
    example: {
      bad: ruleWith(),
      badPath: 'first/whoami.yml, second/whoami.yml',
      good: ruleWith(),
      goodPath: 'first/whoami.yml, second/hostname.yml',
    },
  },
  {
    id: 'unresolved-related',
    severity: 'information',
    profiles: ['all'],
    what: 'An entry of `related` with the type `derived` or `similar` has an id that no rule of the workspace has.',
    why: 'The other rule is gone or its id is mistyped, so that nobody can follow the link. Rules that were renamed, merged or made obsolete need not exist any more.',
    example: {
      bad: ruleWith('related:', `    - id: ${id}`, '      type: similar'),
      good: `${ruleWith('related:', `    - id: ${id}`, '      type: similar')}---\n${ruleWith(`id: ${id}`).replace('Whoami', 'Hostname')}`,
    },
    url: rulesPage,
  },
  {
    id: 'unresolved-reference',
    severity: 'warning',
    what: 'A correlation or filter names a rule that the workspace does not have: none has this `id` or `name`.',
    why: 'Tools refuse the correlation, and the filter filters nothing. Rules are never referred to by title.',
    example: {
      bad: correlation('hostname'),
      good: correlation('whoami'),
    },
    url: 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md',
  },
];

function correlation(rule: string): string {
  return `title: Many\ncorrelation:\n    type: event_count\n    rules:\n        - ${rule}\n    timespan: 5m\n    condition:\n        gte: 10\n---\n${ruleWith('name: whoami')}`;
}
