import type { Pattern, PatternPart } from './pattern.ts';

/**
 * A Sigma string as pySigma writes it out: wildcards as `*` and `?`, these characters themselves behind a backslash,
 * placeholders between percent signs, and every other character as it is.
 */
export function writtenText(pattern: Pattern): string {
  return pattern.map(writtenPart).join('');
}

/** The same of one part. */
export function writtenPart(part: PatternPart): string {
  switch (part.kind) {
    case 'text':
      return escapeWildcards(part.text);
    case 'any':
      return '*';
    case 'one':
      return '?';
    case 'placeholder':
      return `%${part.name}%`;
  }
}

/** A text in which `*` and `?` stand behind a backslash. */
export function escapeWildcards(text: string): string {
  return text.replace(/[*?]/g, '\\$&');
}
