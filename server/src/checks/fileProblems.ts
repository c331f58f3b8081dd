import type { Documentation } from './check.ts';
import { ruleWith } from './examples.ts';

/** What is wrong with the comments that silence checks, documented like the checks. */
export const fileProblems: readonly Documentation[] = [
  {
    id: 'unused-suppression',
    severity: 'warning',
    what: 'A comment `# sigmasmith-ignore` names a check that finds nothing there.',
    why: 'It was mended since, or the comment stands in the wrong place. Left alone, it hides the next mistake.',
    example: {
      bad: `# sigmasmith-ignore misspelt-key: our own key\n${ruleWith()}`,
      good: `# sigmasmith-ignore-file misspelt-key: our own key\n${ruleWith('descripton: Somebody asks who he is.')}`,
    },
  },
  {
    id: 'unknown-suppression',
    severity: 'warning',
    what: 'A comment `# sigmasmith-ignore` names no check, or one that does not exist.',
    why: 'It silences nothing. The ids of the checks stand behind the messages; those of pySigma and SigmaHQ will do too.',
    example: {
      bad: ruleWith('# sigmasmith-ignore misspelled-key: our own key', 'descripton: Somebody asks who he is.'),
      good: ruleWith('# sigmasmith-ignore misspelt-key: our own key', 'descripton: Somebody asks who he is.'),
    },
  },
];
