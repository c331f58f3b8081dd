import type { Pattern, PatternPart } from '../sigma/pattern.ts';
import { concatenate, literal } from '../sigma/value.ts';
import { escapeWildcards, writtenPart, writtenText } from '../sigma/written.ts';

/** A Sigma string as the regular expressions and mappings of a pipeline see it. */
export const plainText: (pattern: Pattern) => string = writtenText;

/**
 * The pattern that the characters from `start` to `end` of `plainText` stand for. Nothing is read anew: a backslash
 * before a wildcard stays a backslash before a wildcard, which pySigma takes for an escaped one.
 */
export function slicePattern(pattern: Pattern, start: number, end: number): Pattern {
  const parts: Pattern[] = [];
  let at = 0;
  for (const part of pattern) {
    const { length } = writtenPart(part);
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

/** An escaped character is where its second half is. */
function sliceText(text: string, from: number, to: number): string {
  if (!/[*?]/.test(text)) return text.slice(from, to);
  let result = '';
  let at = 0;
  for (const character of text) {
    at += escapeWildcards(character).length;
    if (at > from && at <= to) result += character;
  }
  return result;
}
