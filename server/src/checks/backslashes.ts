import { contentOffsets } from '../yaml/offsets.ts';
import type { YamlScalar } from '../yaml/tree.ts';
import type { Check, Finding } from './check.ts';
import { ruleSelecting } from './examples.ts';
import { hasModifier } from './items.ts';
import { isPathMistake, stringCheck } from './valueForms.ts';
import { specialPlaces } from './valueScan.ts';

/** Backslashes that do not mean what they seem to. */
export const backslashChecks: readonly Check[] = [
  stringCheck(
    'backslash-mistake',
    'warning',
    ['escaped_wildcard'],
    {
      what: 'A backslash before `*` or `?` in a path makes a literal character of the wildcard; or two backslashes at the beginning of a network path stand for one.',
      why: 'No file is named `*`, and a network path has two backslashes in the event: the rule never fires. `\\\\*` is a backslash and a wildcard, `\\\\\\\\` are two backslashes.',
      example: {
        bad: ruleSelecting("Image: 'C:\\Users\\*\\whoami.exe'"),
        good: ruleSelecting("Image: 'C:\\Users\\\\*\\whoami.exe'"),
      },
      url: 'https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md',
    },
    (scalar, site, { file }) => {
      const { text } = scalar;
      if (!text.includes('\\')) return [];
      const offset = contentOffsets(file.text, scalar);
      if (isPathMistake(scalar, site)) {
        const escapes = specialPlaces(text).filter(({ kind, character }) => kind === 'escape' && character !== '\\');
        return escapes.map(({ at, character }) => ({
          range: { start: offset(at), end: offset(at + 2) },
          message: `\`\\${character}\` is the character itself, which no path has. Write \`\\\\${character}\` for a backslash and a wildcard.`,
          ...addBackslashes(file.text, scalar, at, 1, `\\\\${character}`),
        }));
      }
      // Only where the beginning of the value is the beginning of the field: elsewhere one backslash is found as well.
      const isShare = /^\\\\[\w.$-]+\\[^\\]/.test(text);
      if (!isShare || hasModifier(site, 'contains', 'endswith', 'base64', 'base64offset') || site.field === undefined)
        return [];
      return [
        {
          range: { start: offset(0), end: offset(2) },
          message: '`\\\\` stands for one backslash, and a network path has two. Write `\\\\\\\\`.',
          ...addBackslashes(file.text, scalar, 0, 2, '\\\\\\\\'),
        },
      ];
    },
  ),
];

/** A fix that puts backslashes into a text; in double quotes YAML wants each of them twice. It makes another path of it. */
function addBackslashes(
  document: string,
  scalar: YamlScalar,
  at: number,
  count: number,
  written: string,
): Pick<Finding, 'fixes'> {
  const start = contentOffsets(document, scalar)(at);
  const text = '\\'.repeat(scalar.style === 'double' ? 2 * count : count);
  return { fixes: [{ title: `Write \`${written}\``, edits: [{ range: { start, end: start }, text }], isGuess: true }] };
}
