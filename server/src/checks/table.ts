import { attackTagChecks } from './attackTags.ts';
import type { Check } from './check.ts';
import { correlationMeaningChecks } from './correlationMeaning.ts';
import { correlationChecks } from './correlations.ts';
import { duplicateChecks } from './duplicates.ts';
import { formatChecks } from './formats.ts';
import { keyChecks } from './keys.ts';
import { logsourceChecks } from './logsource.ts';
import { tagChecks } from './tags.ts';
import { valueChecks } from './values.ts';

/** Every check, in the order of the documentation. A new family is one more line. */
export const checks: readonly Check[] = [
  ...keyChecks,
  ...valueChecks,
  ...formatChecks,
  ...tagChecks,
  ...attackTagChecks,
  ...logsourceChecks,
  ...correlationChecks,
  ...correlationMeaningChecks,
  ...duplicateChecks,
];
