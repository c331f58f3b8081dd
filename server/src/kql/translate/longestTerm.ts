import type { Holder } from '../tableMapping.ts';

/**
 * The longest run of letters and digits that is a whole term of every text with the literal in it: it begins and ends
 * inside of the literal, or at an end of it where the text does too. Only what everybody's reading of "alphanumeric"
 * agrees on: ASCII, with neighbours that are ASCII and no underscore. In JSON only what it writes as it is, and no
 * number, which may be written in several ways.
 */
export function longestTerm(
  literal: string,
  { opens, closes }: { readonly opens: boolean; readonly closes: boolean },
  { escapes, except }: Holder,
): string | undefined {
  const separates = separators[escapes];
  let longest: string | undefined;
  for (const { 0: run, index } of literal.matchAll(/[A-Za-z0-9]+/g)) {
    const end = index + run.length;
    const isWhole =
      (index === 0 ? opens : separates(literal.charAt(index - 1))) &&
      (end === literal.length ? closes : separates(literal.charAt(end)));
    const folded = run.toLowerCase();
    const isUsual = everywhere.has(folded) || except?.has(folded) === true || (escapes === 'json' && /^\d/.test(run));
    if (isWhole && run.length > (longest?.length ?? 2) && !isUsual) longest = run;
  }
  return longest;
}

/** `json`: what no writer of JSON makes a `\n` or `\u0026` of, whose last letter would be one of the term. */
const separators: Readonly<Record<Holder['escapes'], (character: string) => boolean>> = {
  none: (character) => character.charCodeAt(0) < 128 && character !== '_',
  json: (character) => ' \\/-.:;,()[]{}@%$*|!?#~^'.includes(character),
};

/** Terms that nearly every path or key has, so that asking for them leaves nothing out. */
const everywhere: ReadonlySet<string> = new Set([
  'exe',
  'dll',
  'com',
  'windows',
  'system32',
  'program',
  'files',
  'users',
  'software',
  'microsoft',
  'bin',
  'usr',
]);
