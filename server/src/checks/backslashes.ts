import { contentOffsets } from '../yaml/offsets.ts';
import type { Check } from './check.ts';
import { ruleSelecting } from './examples.ts';
import { hasModifier } from './items.ts';
import { replacePart } from './textEdits.ts';
import { isPathMistake, stringCheck, withFix } from './valueForms.ts';
import { specialPlaces } from './valueScan.ts';

/** Backslashes that do not mean what they seem to. */
export const backslashChecks: readonly Check[] = [
  stringCheck(
    'backslash-mistake',
    'warning',
    [],
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
          ...withFix(`Write \`\\\\${character}\``, doubled(file.text, scalar, at)),
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
          ...withFix('Write `\\\\\\\\`', replacePartOf(file.text, scalar)),
        },
      ];
    },
  ),
];

type Scalar = Parameters<typeof replacePart>[1];

/** Another backslash in front of the one at `at`. In double quotes YAML wants each of them twice. */
function doubled(document: string, scalar: Scalar, at: number) {
  if (scalar.style !== 'double')
    return replacePart(document, scalar, at, at, '\\') ?? plainInsert(document, scalar, at, '\\');
  return plainInsert(document, scalar, at, '\\\\');
}

function replacePartOf(document: string, scalar: Scalar) {
  return plainInsert(document, scalar, 0, scalar.style === 'double' ? '\\\\\\\\' : '\\\\');
}

function plainInsert(document: string, scalar: Scalar, at: number, text: string) {
  const start = contentOffsets(document, scalar)(at);
  return { range: { start, end: start }, text };
}
