import { parseAddress } from '../addresses.ts';
import { fold } from '../fold.ts';
import { regexOf } from '../regex.ts';
import { hasTerm } from '../terms.ts';
import { dynamicText } from '../values/convert.ts';
import { isArray, type Value } from '../values/value.ts';
import type { FunctionFamily } from './function.ts';

/** Where texts contain addresses, terms and patterns. */
export const searches: FunctionFamily = {
  has_ipv4: { parameters: ['string', 'string'], evaluate: hasAddress },
  has_any_ipv4: {
    parameters: ['string', 'any'],
    evaluate: (text: string, ...wanted: Value[]) => textsOf(wanted).some((each) => hasAddress(text, each)),
  },
  has_ipv4_prefix: { parameters: ['string', 'string'], evaluate: hasPrefix },
  has_any_ipv4_prefix: {
    parameters: ['string', 'any'],
    evaluate: (text: string, ...wanted: Value[]) => textsOf(wanted).some((each) => hasPrefix(text, each)),
  },
  has_any_index: {
    parameters: ['string', 'dynamic'],
    bind:
      ({ tick }) =>
      (text = '', wanted = null) => {
        const folded = fold(String(text));
        return textsOf([wanted]).findIndex((each) => {
          tick();
          return hasTerm(folded, each.toLowerCase(), true, true);
        });
      },
  },
  indexof_regex: { parameters: ['string', 'regex', 'size'], evaluate: indexOfPattern },
};

/** Elements of arrays among the arguments count as arguments. */
function textsOf(wanted: readonly Value[]): string[] {
  return wanted.flatMap((each) => (isArray(each) ? each.map(dynamicText) : [String(each ?? '')]));
}

/** Between characters that are neither letters nor digits, and only for what is an address. */
function hasAddress(text: string, address: string): boolean {
  return isAddress(address) && startsOf(text, address).some((start) => !isAlphanumeric(text[start + address.length]));
}

/** A prefix ends with a dot, or is a whole address; what it begins in the text has to be an address. */
function hasPrefix(text: string, prefix: string): boolean {
  if (isAddress(prefix)) return hasAddress(text, prefix);
  if (!/^(?:\d{1,3}\.){1,3}$/.test(prefix)) return false;
  return startsOf(text, prefix).some((start) => {
    const [address = ''] = /^[\d.]*\d/.exec(text.slice(start)) ?? [];
    const whole = address.split('.').slice(0, 4).join('.');
    return isAddress(whole) && !isAlphanumeric(text[start + whole.length]);
  });
}

function isAddress(text: string): boolean {
  return !/\s/.test(text) && parseAddress(text, 4) !== undefined;
}

function startsOf(text: string, wanted: string): number[] {
  const starts: number[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1))
    if (!isAlphanumeric(text[at - 1])) starts.push(at);
  return starts;
}

function isAlphanumeric(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

/** -1 if it is not there, null for a negative start; matches do not overlap and lie within the part that is searched. */
function indexOfPattern(text: string, pattern: string, start = 0, length = -1, occurrence = 1): number | null {
  if (start < 0 || length < -1 || occurrence < 0) return null;
  const searched = text.slice(start, length === -1 ? undefined : start + length);
  const matcher = regexOf(pattern).matcher(searched);
  for (let count = 1; matcher.find(); count++) if (count >= occurrence) return start + matcher.start();
  return -1;
}
