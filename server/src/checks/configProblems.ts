import type { Documentation } from './check.ts';

/** What workspace/ reports about `.sigmasmith.yml`. The examples are such files. */
export const configProblems: readonly Documentation[] = [
  {
    id: 'config-unknown-key',
    severity: 'warning',
    what: 'A `.sigmasmith.yml` has a key that means nothing there.',
    why: 'It has no effect. The keys are `profile` and `severity`.',
    example: { bad: 'profil: sigmahq\n', good: 'profile: sigmahq\n' },
  },
  {
    id: 'config-unknown-check',
    severity: 'warning',
    what: 'Under `severity`, a `.sigmasmith.yml` names a check that does not exist.',
    why: 'It has no effect. The ids of the checks stand behind the messages; those of pySigma and SigmaHQ will do too.',
    example: { bad: 'severity:\n    misspelled-key: error\n', good: 'severity:\n    misspelt-key: error\n' },
  },
  {
    id: 'config-invalid-value',
    severity: 'error',
    what: 'A value in a `.sigmasmith.yml` is none of those that its key may have.',
    why: 'It has no effect: the profile or severity stays what it is without it.',
    example: { bad: 'severity:\n    misspelt-key: fatal\n', good: 'severity:\n    misspelt-key: error\n' },
  },
];
