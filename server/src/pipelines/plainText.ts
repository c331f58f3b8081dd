import type { Pattern, PatternPart } from '../sigma/pattern.ts';
import { concatenate, literal } from '../sigma/value.ts';

/**
 * A Sigma string as pySigma writes it for regular expressions and mappings: wildcards as `*` and `?`, these characters
 * themselves behind a backslash, placeholders between percent signs, and every other character as it is.
 */
export function plainText(pattern: Pattern): string {
  return pattern.map(plainPart).join('');
}

/**
 * The pattern that the characters from `start` to `end` of `plainText` stand for. Nothing is read anew: a backslash
 * before a wildcard stays a backslash before a wildcard, which pySigma takes for an escaped one.
 */
export function slicePattern(pattern: Pattern, start: number, end: number): Pattern {
  const parts: Pattern[] = [];
  let at = 0;
  for (const part of pattern) {
    const { length } = plainPart(part);
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, length);
    if (from < to) parts.push(part.kind === 'text' ? literal(sliceText(part.text, from, to)) : [part]);
    at += length;
    if (at >= end) break;
  }
  return concatenate(parts);
}

/** A text in which `*` and `?` are wildcards unless a backslash stands before them, and other backslashes are backslashes. */
export function readPlain(text: string): Pattern {
  const parts: PatternPart[] = [];
  for (const [part] of text.matchAll(/\\[*?]|[*?]|[^\\*?]+|\\/g)) {
    if (part === '*') parts.push({ kind: 'any' });
    else if (part === '?') parts.push({ kind: 'one' });
    else parts.push({ kind: 'text', text: part === '\\*' || part === '\\?' ? part.slice(1) : part });
  }
  return concatenate([parts]);
}

function plainPart(part: PatternPart): string {
  switch (part.kind) {
    case 'text':
      return escaped(part.text);
    case 'any':
      return '*';
    case 'one':
      return '?';
    case 'placeholder':
      return `%${part.name}%`;
  }
}

function escaped(text: string): string {
  return text.replace(/[*?]/g, '\\$&');
}

/** An escaped character is where its second half is. */
function sliceText(text: string, from: number, to: number): string {
  if (!/[*?]/.test(text)) return text.slice(from, to);
  let result = '';
  let at = 0;
  for (const character of text) {
    at += escaped(character).length;
    if (at > from && at <= to) result += character;
  }
  return result;
}
