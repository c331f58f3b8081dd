import type { Pattern, PatternPart } from '../../sigma/pattern.ts';

/** A pattern as it stands in JSON, between the quotes of a text: backslashes, quotes and line breaks are escaped there. */
export function inJson(pattern: Pattern): Pattern {
  return pattern.map((part) => (part.kind === 'text' ? { kind: 'text', text: escapedForJson(part.text) } : part));
}

/** The ways in which a pattern may stand in XML: quotes are escaped by some, what would be markup by all. */
export function inXml(pattern: Pattern): Pattern[] {
  const markup = replaced(pattern, /[&<>]/g);
  const all = replaced(pattern, /[&<>"']/g);
  return textOf(markup) === textOf(all) ? [markup] : [markup, all];
}

/** A pattern's letters and wildcards, to tell two apart. */
export function textOf(pattern: Pattern): string {
  return JSON.stringify(pattern);
}

/** A regular expression for a pattern from the beginning of a text of JSON, within it; the pattern is escaped already. */
export function jsonSource(pattern: Pattern): string {
  const parts = pattern.at(-1)?.kind === 'any' ? pattern.slice(0, -1) : pattern;
  return parts.map(sourceOf).join('');
}

function sourceOf(part: PatternPart): string {
  switch (part.kind) {
    case 'text':
      return part.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    case 'any':
      return `${character}*`;
    case 'one':
      return character;
    case 'placeholder':
      return `%${part.name}%`;
  }
}

/** One character of a text in JSON. */
const character = String.raw`(?:[^"\\]|\\(?:u[0-9a-f]{4}|[^u]))`;

function escapedForJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function replaced(pattern: Pattern, characters: RegExp): Pattern {
  return pattern.map((part) =>
    part.kind === 'text'
      ? { kind: 'text', text: part.text.replace(characters, (each) => entities[each] ?? each) }
      : part,
  );
}
