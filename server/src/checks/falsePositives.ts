import { contentOffsets } from '../yaml/offsets.ts';
import type { Check, Finding } from './check.ts';
import { ruleWith } from './examples.ts';
import { listUnder } from './listItems.ts';
import { textChecksOf } from './textChecks.ts';
import { replacePart } from './textEdits.ts';

const entryCheck = textChecksOf(({ rule }) =>
  (listUnder(rule.node, 'falsepositives')?.items ?? []).map(({ scalar }) => scalar),
);

/** SigmaHQ's conventions for the entries of `falsepositives`. */
export const falsePositiveChecks: readonly Check[] = [
  entryCheck(
    'false-positive-case',
    'sigmahq_falsepositives_capital',
    {
      what: 'An entry of `falsepositives` begins with a small letter.',
      why: 'SigmaHQ writes the entries as sentences.',
      example: { bad: excusing('administrators'), good: excusing('Administrators') },
    },
    (scalar, { file }) => {
      const [first = ''] = scalar.text;
      if (first === '' || first.toUpperCase() === first) return [];
      const [word = ''] = scalar.text.split(/\s/);
      const offset = contentOffsets(file.text, scalar);
      const edit = replacePart(file.text, scalar, 0, first.length, first.toUpperCase());
      return [
        {
          range: { start: offset(0), end: offset(word.length) },
          message: `Begin the entry with a capital letter: \`${first.toUpperCase()}${word.slice(first.length)}\`.`,
          ...(edit && { fixes: [{ title: 'Write a capital letter', edits: [edit] }] }),
        },
      ];
    },
  ),
  entryCheck(
    'false-positive-banned-word',
    'sigmahq_falsepositives_banned_word',
    {
      what: 'An entry of `falsepositives` is “none”, or a penetration test.',
      why: 'Nobody knows that there are none, so SigmaHQ writes “Unlikely”; and what a penetration test triggers is a true positive.',
      example: { bad: excusing('None'), good: excusing('Unlikely') },
    },
    (scalar, { file }) =>
      wordsOf(scalar.text).flatMap(({ word, start }): Finding[] => {
        if (!['none', 'pentest', 'penetration'].includes(word.toLowerCase())) return [];
        const offset = contentOffsets(file.text, scalar);
        const isAll = /^none\.?$/i.test(scalar.text.trim());
        const edit = isAll ? replacePart(file.text, scalar, 0, scalar.text.length, 'Unlikely') : undefined;
        return [
          {
            range: { start: offset(start), end: offset(start + word.length) },
            message: isAll
              ? 'Nobody can know that there are none. Write `Unlikely`.'
              : `What \`${word}\` stands for is no false positive. Leave it out.`,
            ...(edit && { fixes: [{ title: 'Replace with `Unlikely`', edits: [edit] }] }),
          },
        ];
      }),
  ),
  entryCheck(
    'false-positive-typo',
    'sigmahq_falsepositives_typo_word',
    {
      what: 'An entry of `falsepositives` has a word that is often misspelt: “unkown”, “ligitimate”, “legitim”, “legitimeate”.',
      why: 'Readers trip over it.',
      example: { bad: excusing('Unkown'), good: excusing('Unknown') },
    },
    (scalar, { file }) =>
      wordsOf(scalar.text).flatMap(({ word, start }): Finding[] => {
        const meant = misspellings.get(word.toLowerCase());
        if (meant === undefined) return [];
        const isCapital = word.charAt(0) !== word.charAt(0).toLowerCase();
        const text = isCapital ? meant.charAt(0).toUpperCase() + meant.slice(1) : meant;
        const offset = contentOffsets(file.text, scalar);
        const edit = replacePart(file.text, scalar, start, start + word.length, text);
        return [
          {
            range: { start: offset(start), end: offset(start + word.length) },
            message: `\`${word}\` is misspelt. Write \`${text}\`.`,
            ...(edit && { fixes: [{ title: `Replace with \`${text}\``, edits: [edit] }] }),
          },
        ];
      }),
  ),
];

const misspellings: ReadonlyMap<string, string> = new Map([
  ['unkown', 'unknown'],
  ['ligitimate', 'legitimate'],
  ['legitim', 'legitimate'],
  ['legitimeate', 'legitimate'],
]);

function wordsOf(text: string): { readonly word: string; readonly start: number }[] {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((match) => ({ word: match[0], start: match.index }));
}

function excusing(entry: string): string {
  return `${ruleWith()}falsepositives:\n    - ${entry}\n`;
}
