import type { Test } from './expression.ts';
import type { Pattern, PatternPart } from './pattern.ts';
import { concatenate, placeholderAt } from './value.ts';

type Regex = Extract<Test, { kind: 'regex' }>;

/**
 * The texts and placeholders of a regular expression under `expand`: `%name%` is a placeholder, `\%` a percent sign, and
 * every other escape stays as it is (pySigma, `SigmaExpandModifier` and `SigmaRegularExpression.insert_placeholders`).
 */
export function readRegexParts(source: string): Pattern {
  const parts: PatternPart[] = [];
  for (let at = 0; at < source.length; ) {
    const character = source.charAt(at);
    const name = character === '%' ? placeholderAt(source, at) : undefined;
    if (name !== undefined) {
      parts.push({ kind: 'placeholder', name });
      at += name.length + 2;
      continue;
    }
    const unit = character === '\\' ? source.slice(at, at + 2) : character;
    parts.push({ kind: 'text', text: unit === '\\%' ? '%' : unit });
    at += unit.length;
  }
  return concatenate([parts]);
}

/** The source that texts and placeholders stand for; the placeholders as they are written. */
export function regexSource(parts: Pattern): string {
  return parts
    .map((part) => (part.kind === 'text' ? part.text : part.kind === 'placeholder' ? `%${part.name}%` : ''))
    .join('');
}

/** The expression of these parts, which is open while there is a placeholder among them. */
export function regexOf(parts: Pattern, flags: Regex['flags']): Regex {
  const isOpen = parts.some(({ kind }) => kind === 'placeholder');
  return { kind: 'regex', source: regexSource(parts), flags, ...(isOpen && { open: parts }) };
}
