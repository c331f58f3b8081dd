import type { Pattern, PatternPart } from './pattern.ts';

/**
 * Reads a Sigma string: `*` and `?` are wildcards, a backslash before `*`, `?` or another backslash makes that character
 * literal and is itself elsewhere (specification, "Escaping"). Under `expand`, `%name%` is a placeholder and `\%` a
 * percent sign ("Placeholders"). The empty text is the empty pattern.
 */
export function parsePattern(text: string, expand: boolean): Pattern {
  if (!(expand ? special.expand : special.plain).test(text)) return literal(text);
  const parts: PatternPart[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === '\\' && (next === '*' || next === '?' || next === '\\' || (expand && next === '%'))) {
      plain += next;
      at++;
    } else if (character === '*') {
      flush();
      if (parts.at(-1)?.kind !== 'any') parts.push({ kind: 'any' });
    } else if (character === '?') {
      flush();
      parts.push({ kind: 'one' });
    } else {
      const name = expand && character === '%' ? placeholderAt(text, at) : undefined;
      if (name === undefined) plain += character;
      else {
        flush();
        parts.push({ kind: 'placeholder', name });
        at += name.length + 1;
      }
    }
  }
  flush();
  return parts;
}

/** The pattern that matches exactly this text. */
export function literal(text: string): Pattern {
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** Parts one after the other, neighbouring texts and neighbouring `any` merged. */
export function concatenate(patterns: readonly Pattern[]): Pattern {
  const result: PatternPart[] = [];
  for (const part of patterns.flat()) {
    const last = result.at(-1);
    if (part.kind === 'any' && last?.kind === 'any') continue;
    if (part.kind === 'text' && last?.kind === 'text') {
      result[result.length - 1] = { kind: 'text', text: last.text + part.text };
    } else result.push(part);
  }
  return result;
}

export type Position = 'contains' | 'startswith' | 'endswith';

/** The pattern with the wildcards that a position modifier adds. */
export function place(pattern: Pattern, position: Position): Pattern {
  const before = position !== 'startswith' && pattern.at(0)?.kind !== 'any';
  const after = position !== 'endswith' && (pattern.length === 0 ? !before : pattern.at(-1)?.kind !== 'any');
  if (!before && !after) return pattern;
  return [...(before ? [any] : []), ...pattern, ...(after ? [any] : [])];
}

/** The text of a pattern without wildcards and placeholders, otherwise undefined. */
export function exactText(pattern: Pattern): string | undefined {
  if (pattern.length === 0) return '';
  const [only] = pattern;
  return pattern.length === 1 && only?.kind === 'text' ? only.text : undefined;
}

const any: PatternPart = { kind: 'any' };
const special = { plain: /[\\*?]/, expand: /[\\*?%]/ };
const placeholderName = /[\p{L}\p{N}_]+%/uy;

/** The name of the placeholder that begins with the percent sign at this index; undefined if none does. */
export function placeholderAt(text: string, at: number): string | undefined {
  placeholderName.lastIndex = at + 1;
  return placeholderName.exec(text)?.[0].slice(0, -1);
}
