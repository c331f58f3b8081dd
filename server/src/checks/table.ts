import { ambiguousYamlChecks } from './ambiguousYaml.ts';
import { attackTagChecks } from './attackTags.ts';
import { backslashChecks } from './backslashes.ts';
import type { Check } from './check.ts';
import { conditionChecks } from './conditions.ts';
import { correlationMeaningChecks } from './correlationMeaning.ts';
import { correlationChecks } from './correlations.ts';
import { coveredValueChecks } from './coveredValues.ts';
import { dateChecks } from './dates.ts';
import { descriptionChecks } from './descriptions.ts';
import { duplicateChecks } from './duplicates.ts';
import { falsePositiveChecks } from './falsePositives.ts';
import { fieldNameChecks } from './fieldNames.ts';
import { fileNameChecks } from './fileNames.ts';
import { filterChecks } from './filters.ts';
import { formatChecks } from './formats.ts';
import { keyChecks } from './keys.ts';
import { knownValueChecks } from './knownValues.ts';
import { logsourceChecks } from './logsource.ts';
import { logsourceChoiceChecks } from './logsourceChoice.ts';
import { logsourceFieldChecks } from './logsourceFields.ts';
import { lookalikeChecks } from './lookalikes.ts';
import { meaningChecks } from './meaning.ts';
import { metadataChecks } from './metadata.ts';
import { modifierUseChecks } from './modifierUse.ts';
import { presenceChecks } from './presence.ts';
import { referenceChecks } from './references.ts';
import { regexChecks } from './regexFlavour.ts';
import { tagFormChecks } from './tagForms.ts';
import { tagSetChecks } from './tagSets.ts';
import { tagChecks } from './tags.ts';
import { titleChecks } from './titles.ts';
import { valueFormChecks } from './valueForms.ts';
import { valueChecks } from './values.ts';
import { wildcardModifierChecks } from './wildcardModifiers.ts';

/** Every check, in the order of the documentation. A new family is one more line. */
export const checks: readonly Check[] = [
  ...keyChecks,
  ...valueChecks,
  ...formatChecks,
  ...presenceChecks,
  ...dateChecks,
  ...descriptionChecks,
  ...metadataChecks,
  ...titleChecks,
  ...falsePositiveChecks,
  ...referenceChecks,
  ...tagChecks,
  ...tagFormChecks,
  ...attackTagChecks,
  ...tagSetChecks,
  ...logsourceChecks,
  ...logsourceChoiceChecks,
  ...logsourceFieldChecks,
  ...fieldNameChecks,
  ...modifierUseChecks,
  ...regexChecks,
  ...ambiguousYamlChecks,
  ...valueFormChecks,
  ...wildcardModifierChecks,
  ...backslashChecks,
  ...lookalikeChecks,
  ...knownValueChecks,
  ...conditionChecks,
  ...correlationChecks,
  ...correlationMeaningChecks,
  ...filterChecks,
  ...duplicateChecks,
  ...coveredValueChecks,
  ...meaningChecks,
  ...fileNameChecks,
];
