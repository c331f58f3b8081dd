import type { Range } from '../range.ts';
import type { Chain } from './chain.ts';
import { parseNetwork } from './cidr.ts';
import { asciiText, base64, base64Offsets, type Encoding, encode } from './encode.ts';
import type { Test, TimePart } from './expression.ts';
import type { Pattern } from './pattern.ts';
import { regexFault, regexFaultPlace } from './regex.ts';
import { readRegexParts, regexOf } from './regexPlaceholders.ts';
import { exactText, literal, parsePattern, place } from './value.ts';
import { maximumVariants, windashVariants } from './variants.ts';

/** What became of one value: the tests of which one has to hold, or the code and sentence of a problem. */
export type Applied = readonly Test[] | Refusal;

export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** The part of the text that is at fault, in UTF-16 code units of it; absent: all of it. */
  readonly part?: Range;
}

export function isRefusal(applied: readonly unknown[] | Refusal): applied is Refusal {
  return 'code' in applied;
}

/**
 * Applies a legal chain of modifiers to a text, in order (specification, "Value Modifiers"). Without a field the text is
 * a keyword, which may stand anywhere in a value.
 */
export function applyToText(text: string, chain: Chain, isKeyword: boolean): Applied {
  switch (chain.kind) {
    case 'strings':
      return strings(text, chain, isKeyword);
    case 'regex':
      return regex(text, chain);
    case 'network':
      return network(text);
    case 'fieldref':
      return fieldReference(text, chain);
  }
}

/** Applies a legal chain to a number. */
export function applyToNumber(value: number | bigint, chain: Chain): Applied {
  const { timePart, comparison } = chain;
  if (timePart !== undefined) {
    const [first, last] = timeRanges[timePart];
    const fits = Number.isInteger(Number(value)) && (comparison !== undefined || (value >= first && value <= last));
    if (!fits) return typeRefusal(`\`${timePart}\` takes a whole number from ${first} to ${last}.`);
    return [{ kind: 'time', part: timePart, operator: comparison ?? 'eq', value: Number(value) }];
  }
  if (comparison !== undefined) return [{ kind: 'compare', operator: comparison, value }];
  return [{ kind: 'number', value, text: String(value) }];
}

const timeRanges: Readonly<Record<TimePart, readonly [number, number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [1, 9999],
};

function typeRefusal(message: string): Refusal {
  return { code: 'modifier-value-type', message };
}

function strings(text: string, chain: Chain, isKeyword: boolean): Applied {
  const pattern = parsePattern(text, chain.expand);
  const { cased, steps } = chain;
  const [only] = steps;
  if (only === undefined) {
    return [{ kind: 'string', pattern: isKeyword ? place(pattern, 'contains') : pattern, cased }];
  }
  if (steps.length === 1 && only.kind === 'place') {
    return [{ kind: 'string', pattern: place(pattern, only.position), cased }];
  }
  const patterns = runSteps(pattern, chain);
  if (isRefusal(patterns)) return patterns;
  const contained = isKeyword && chain.position === undefined;
  return patterns.map((made) => ({ kind: 'string', pattern: contained ? place(made, 'contains') : made, cased }));
}

function runSteps(start: Pattern, chain: Chain): readonly Pattern[] | Refusal {
  let patterns: readonly Pattern[] = [start];
  let encoding: Encoding = 'utf8';
  for (const step of chain.steps) {
    switch (step.kind) {
      case 'place':
        patterns = patterns.map((pattern) => place(pattern, step.position));
        break;
      case 'encoding':
        encoding = step.encoding;
        break;
      case 'windash': {
        const variants = dashVariants(patterns);
        if (isRefusal(variants)) return variants;
        patterns = variants;
        break;
      }
      case 'base64':
      case 'base64offset': {
        const encoded = encodeAll(patterns, step.kind, encoding);
        if (isRefusal(encoded)) return encoded;
        patterns = encoded;
        encoding = 'utf8';
      }
    }
  }
  return encoding === 'utf8' ? patterns : spreadAll(patterns, encoding);
}

function dashVariants(patterns: readonly Pattern[]): readonly Pattern[] | Refusal {
  const result: Pattern[] = [];
  for (const pattern of patterns) {
    const variants = windashVariants(pattern);
    if (variants === undefined || result.length + variants.length > maximumVariants) {
      return {
        code: 'too-many-variants',
        message: '`windash` would make too many forms of this value. Split it into several.',
      };
    }
    result.push(...variants);
  }
  return result;
}

function encodeAll(
  patterns: readonly Pattern[],
  name: 'base64' | 'base64offset',
  encoding: Encoding,
): readonly Pattern[] | Refusal {
  const result: Pattern[] = [];
  let length = 0;
  for (const pattern of patterns) {
    const text = exactText(pattern);
    if (text === undefined) {
      return typeRefusal(`\`${name}\` encodes exact text. Write \`\\*\` and \`\\?\` for the characters themselves.`);
    }
    length += text.length;
    if (length > maximumEncodedLength) {
      return { code: 'too-many-variants', message: 'Encoding makes this value too long. Encode it fewer times.' };
    }
    const bytes = encode(text, encoding);
    if (name === 'base64') result.push(literal(base64(bytes)));
    else {
      const offsets = base64Offsets(bytes);
      if (offsets.includes('')) {
        return typeRefusal('`base64offset` needs at least two bytes: less leaves nothing to recognise.');
      }
      result.push(...offsets.map(literal));
    }
  }
  return result;
}

/** Each time a text is encoded it becomes longer by a third at least, and `base64offset` makes three of it. */
const maximumEncodedLength = 100_000;

/** UTF-16 that no base64 follows: a NUL character beside each character. */
function spreadAll(patterns: readonly Pattern[], encoding: Encoding): readonly Pattern[] | Refusal {
  const result: Pattern[] = [];
  for (const pattern of patterns) {
    const parts: Pattern[number][] = [];
    for (const part of pattern) {
      const text = part.kind === 'text' ? asciiText(part.text, encoding) : '';
      if (text === undefined) {
        return typeRefusal(
          'Without `base64` or `base64offset` after it, only ASCII text can be turned into UTF-16. Add one of them.',
        );
      }
      parts.push(part.kind === 'text' ? { kind: 'text', text } : part);
    }
    result.push(parts);
  }
  return result;
}

function regex(text: string, chain: Chain): Applied {
  const fault = regexFault(text);
  if (fault !== undefined) {
    const part = regexFaultPlace(text);
    return { code: 'invalid-regex', message: fault, ...(part && { part }) };
  }
  const { position, flags } = chain;
  const source = position === 'startswith' ? `\\A(?:${text})` : position === 'endswith' ? `(?:${text})\\z` : text;
  return [chain.expand ? regexOf(readRegexParts(source), flags) : { kind: 'regex', source, flags }];
}

function network(text: string): Applied {
  const parsed = parseNetwork(text);
  if (parsed.kind === 'invalid') return { code: 'invalid-cidr', message: parsed.reason };
  return [{ kind: 'cidr', version: parsed.version, address: parsed.address, prefix: parsed.prefix }];
}

function fieldReference(text: string, chain: Chain): Applied {
  const field = exactText(parsePattern(text, false));
  if (field === undefined || field === '') {
    return typeRefusal('`fieldref` takes the name of one field, without wildcards.');
  }
  return [{ kind: 'fieldref', field, match: chain.position ?? 'equals', cased: chain.cased }];
}
