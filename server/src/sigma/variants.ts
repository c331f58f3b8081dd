import type { Pattern } from './pattern.ts';
import { concatenate, literal } from './value.ts';

/** How many forms `windash` and placeholders may make of one value: five dashes' worth. */
export const maximumVariants = 3125;

/** The same for all values of a rule together. */
export const maximumRuleVariants = 20_000;

/**
 * What `windash` makes of a pattern: each dash or slash that begins a word is replaced by each of the five characters,
 * in every combination, the value as written first (specification, "String Modifiers"; which dashes count is pySigma's:
 * no word character before, one after). Undefined when that is more than `maximumVariants`.
 */
export function windashVariants(pattern: Pattern): Pattern[] | undefined {
  let prefixes: Pattern[] = [[]];
  for (const part of pattern) {
    if (part.kind !== 'text') {
      prefixes = prefixes.map((prefix) => [...prefix, part]);
      continue;
    }
    let from = 0;
    for (const match of part.text.matchAll(leadingDash)) {
      const before = part.text.slice(from, match.index);
      const forms = [match[0], ...dashes.filter((dash) => dash !== match[0])];
      if (prefixes.length * forms.length > maximumVariants) return undefined;
      prefixes = prefixes.flatMap((prefix) => forms.map((dash) => [...prefix, ...literal(before + dash)]));
      from = match.index + 1;
    }
    const rest = literal(part.text.slice(from));
    prefixes = prefixes.map((prefix) => [...prefix, ...rest]);
  }
  return prefixes.map((prefix) => concatenate([prefix]));
}

const dashes = ['-', '/', '\u2013', '\u2014', '\u2015'];
const leadingDash = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/gu;
