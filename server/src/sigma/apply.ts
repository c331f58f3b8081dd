import { parseNetwork } from './cidr.ts';
import { asciiText, base64, base64Offsets, type Encoding, encode } from './encode.ts';
import type { Comparison, Test, TimePart } from './expression.ts';
import type { Pattern } from './pattern.ts';
import { regexFault } from './regex.ts';
import { exactText, literal, type Position, parsePattern, place } from './value.ts';
import { maximumVariants, windashVariants } from './variants.ts';

/** What became of one value: the tests of which one has to hold, or the code and sentence of a problem. */
export type Applied =
  | { readonly kind: 'tests'; readonly tests: readonly Test[] }
  | { readonly kind: 'problem'; readonly code: string; readonly message: string };

/**
 * Applies a legal chain of modifiers to a text, in order (specification, "Value Modifiers"). Without a field the text is
 * a keyword, which may stand anywhere in a value.
 */
export function applyToText(text: string, chain: readonly string[], isKeyword: boolean): Applied {
  const first = chain.find((name) => name === 're' || name === 'cidr' || name === 'fieldref');
  if (first === 're') return regex(text, chain);
  if (first === 'cidr') return network(text);
  if (first === 'fieldref') return fieldReference(text, chain);
  return strings(text, chain, isKeyword);
}

/** Applies a legal chain to a number. */
export function applyToNumber(value: number | bigint, chain: readonly string[]): Applied {
  const part = chain.find((name): name is TimePart => isTimePart(name));
  const operator = chain.find((name): name is Comparison => isComparison(name));
  if (part !== undefined) {
    if (!Number.isInteger(Number(value))) return problem('modifier-value-type', `\`${part}\` takes a whole number.`);
    return tests({ kind: 'time', part, operator: operator ?? 'eq', value: Number(value) });
  }
  if (operator !== undefined) return tests({ kind: 'compare', operator, value });
  return tests({ kind: 'number', value, text: String(value) });
}

function isTimePart(name: string): name is TimePart {
  return ['minute', 'hour', 'day', 'week', 'month', 'year'].includes(name);
}

function isComparison(name: string): name is Comparison {
  return name === 'lt' || name === 'lte' || name === 'gt' || name === 'gte';
}

function isPosition(name: string): name is Position {
  return name === 'contains' || name === 'startswith' || name === 'endswith';
}

function tests(...list: Test[]): Applied {
  return { kind: 'tests', tests: list };
}

function problem(code: string, message: string): Applied {
  return { kind: 'problem', code, message };
}

function strings(text: string, chain: readonly string[], isKeyword: boolean): Applied {
  let patterns: readonly Pattern[] = [parsePattern(text, chain.includes('expand'))];
  let encoding: Encoding = 'utf8';
  let placed = false;
  for (const name of chain) {
    if (isPosition(name)) {
      patterns = patterns.map((pattern) => place(pattern, name));
      placed = true;
    } else if (name === 'windash') {
      const variants = patterns.map(windashVariants);
      const all = variants.flatMap((list) => list ?? []);
      if (variants.includes(undefined) || all.length > maximumVariants) {
        return problem(
          'too-many-variants',
          '`windash` would make too many forms of this value. Split it into several.',
        );
      }
      patterns = all;
    } else if (name === 'wide' || name === 'utf16le') encoding = 'utf16le';
    else if (name === 'utf16be' || name === 'utf16') encoding = name;
    else if (name === 'base64' || name === 'base64offset') {
      const encoded = encodeAll(patterns, name, encoding);
      if (!Array.isArray(encoded)) return encoded as Applied;
      patterns = encoded;
      encoding = 'utf8';
    }
  }
  if (encoding !== 'utf8') {
    const spread = spreadAll(patterns, encoding);
    if (!Array.isArray(spread)) return spread as Applied;
    patterns = spread;
  }
  if (isKeyword && !placed) patterns = patterns.map((pattern) => place(pattern, 'contains'));
  const cased = chain.includes('cased');
  return { kind: 'tests', tests: patterns.map((pattern) => ({ kind: 'string', pattern, cased })) };
}

function encodeAll(
  patterns: readonly Pattern[],
  name: 'base64' | 'base64offset',
  encoding: Encoding,
): readonly Pattern[] | Applied {
  const result: Pattern[] = [];
  for (const pattern of patterns) {
    const text = exactText(pattern);
    if (text === undefined) {
      return problem(
        'modifier-value-type',
        `\`${name}\` encodes exact text. Write \`\\*\` and \`\\?\` for the characters themselves.`,
      );
    }
    const bytes = encode(text, encoding);
    if (name === 'base64') result.push(literal(base64(bytes)));
    else {
      const offsets = base64Offsets(bytes);
      if (offsets.includes('')) {
        return problem(
          'modifier-value-type',
          '`base64offset` needs at least two bytes: less leaves nothing to recognise.',
        );
      }
      result.push(...offsets.map(literal));
    }
  }
  return result;
}

/** UTF-16 that no base64 follows: a NUL character beside each character. */
function spreadAll(patterns: readonly Pattern[], encoding: Encoding): readonly Pattern[] | Applied {
  const result: Pattern[] = [];
  for (const pattern of patterns) {
    const parts: Pattern[number][] = [];
    for (const part of pattern) {
      const text = part.kind === 'text' ? asciiText(part.text, encoding) : '';
      if (text === undefined) {
        return problem(
          'modifier-value-type',
          'Without `base64` or `base64offset` after it, only ASCII text can be turned into UTF-16.',
        );
      }
      parts.push(part.kind === 'text' ? { kind: 'text', text } : part);
    }
    result.push(parts);
  }
  return result;
}

function regex(text: string, chain: readonly string[]): Applied {
  const fault = regexFault(text);
  if (fault !== undefined) return problem('invalid-regex', fault);
  const flags = {
    i: chain.includes('i') || chain.includes('ignorecase'),
    m: chain.includes('m') || chain.includes('multiline'),
    s: chain.includes('s') || chain.includes('dotall'),
  };
  const position = chain.find(isPosition);
  const source = position === 'startswith' ? `\\A(?:${text})` : position === 'endswith' ? `(?:${text})\\z` : text;
  return tests({ kind: 'regex', source, flags });
}

function network(text: string): Applied {
  const parsed = parseNetwork(text);
  if (parsed.kind === 'invalid') return problem('invalid-cidr', parsed.reason);
  return tests({ kind: 'cidr', version: parsed.version, address: parsed.address, prefix: parsed.prefix });
}

function fieldReference(text: string, chain: readonly string[]): Applied {
  const field = exactText(parsePattern(text, false));
  if (field === undefined || field === '') {
    return problem('modifier-value-type', '`fieldref` takes the name of one field, without wildcards.');
  }
  const match = chain.find(isPosition) ?? 'equals';
  return tests({ kind: 'fieldref', field, match, cased: chain.includes('cased') });
}
