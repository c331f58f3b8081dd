import type { Pattern } from '../../sigma/pattern.ts';

/**
 * Whether a text is what the pattern describes; undefined where only a regular expression should say so: for long texts,
 * and for letters beyond ASCII, whose capitals RE2 folds by rules of its own. Compiling one takes longer than most rules.
 */
export function matchesPlainly(pattern: Pattern, text: string, cased: boolean): boolean | undefined {
  if (text.length > longest || !ascii.test(text)) return undefined;
  const units: (string | typeof any | typeof one)[] = [];
  for (const part of pattern) {
    if (part.kind === 'placeholder' || (part.kind === 'text' && !ascii.test(part.text))) return undefined;
    if (part.kind === 'text') units.push(...(cased ? part.text : part.text.toLowerCase()));
    else units.push(part.kind === 'any' ? any : one);
  }
  return matches(units, cased ? text : text.toLowerCase());
}

const longest = 100;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
const ascii = /^[\x00-\x7f]*$/;
const any = Symbol('*');
const one = Symbol('?');

/** What a `*` takes grows until the rest fits; only the last one met needs to be tried again. */
function matches(units: readonly (string | typeof any | typeof one)[], text: string): boolean {
  let unit = 0;
  let retry: { readonly unit: number; from: number } | undefined;
  for (let at = 0; at < text.length; ) {
    const wanted = units[unit];
    if (wanted === any) {
      unit++;
      retry = { unit, from: at };
    } else if (wanted === one || wanted === text[at]) {
      unit++;
      at++;
    } else if (retry !== undefined) {
      retry.from++;
      at = retry.from;
      unit = retry.unit;
    } else return false;
  }
  return units.slice(unit).every((each) => each === any);
}
