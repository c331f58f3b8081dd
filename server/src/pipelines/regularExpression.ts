import { RE2JS } from 're2js';
import { regexFault } from '../sigma/regex.ts';

/** A regular expression of a pipeline, which runs on RE2: in linear time, whatever it is and whatever it looks at. */
export interface Pattern {
  readonly source: string;
  readonly groups: number;
  readonly names: ReadonlySet<string>;
}

/** What is put in the place of a match, in the order in which it stands there. */
export type Replacement = readonly ReplacementPart[];
export type ReplacementPart =
  | { readonly kind: 'text'; readonly text: string }
  /** A group by its number, or by its name. */
  | { readonly kind: 'group'; readonly group: number | string };

/** The expression, or why RE2 cannot run it as a sentence. */
export function readPattern(source: string): Pattern | { readonly fault: string } {
  const fault = regexFault(source);
  if (fault !== undefined) return { fault };
  const compiled = RE2JS.compile(source);
  return { source, groups: compiled.groupCount(), names: new Set(Object.keys(compiled.namedGroups())) };
}

/**
 * A replacement as Python's `re.sub` reads it: `\1` and `\g<name>` are groups, `\n` and its like characters; a backslash
 * before any other letter is an error there and here.
 */
export function readReplacement(text: string, pattern: Pattern): Replacement | { readonly fault: string } {
  const parts: ReplacementPart[] = [];
  let from = 0;
  for (const match of text.matchAll(/\\(?:g<([^>]*)>|(\d{1,2})|([\s\S]?))/g)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    from = match.index + match[0].length;
    const [, name, number, character] = match;
    const reference = name ?? number;
    if (reference === undefined) {
      const meant = escaped(character ?? '');
      if (meant === undefined)
        return { fault: `\`${match[0]}\` means nothing in a replacement. Write \`\\\\\` for a backslash.` };
      parts.push({ kind: 'text', text: meant });
    } else {
      const group = /^\d+$/.test(reference) ? Number(reference) : reference;
      const exists = typeof group === 'number' ? group <= pattern.groups : pattern.names.has(group);
      if (!exists) return { fault: `The expression has no group \`${reference}\`.` };
      parts.push({ kind: 'group', group });
    }
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

function escaped(character: string): string | undefined {
  if (character === '\\') return '\\';
  if (character === '' || /[A-Za-z]/.test(character)) return controls[character];
  return `\\${character}`;
}

const controls: Readonly<Record<string, string | undefined>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  v: '\v',
  a: '\x07',
  b: '\b',
};

/** Whether the text begins with what the expression describes, as Python's `re.match` says. */
export function matchesStart(pattern: Pattern, text: string): boolean {
  return compiled(pattern).matcher(text).lookingAt();
}

/** Whether the expression describes a part of the text, as Python's `re.search` says. */
export function finds(pattern: Pattern, text: string): boolean {
  return compiled(pattern).matcher(text).find();
}

/** Where an expression matches a text, and where the groups that the replacement names do. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** By the part of the replacement; missing for texts and for groups that take no part. */
  readonly spans: readonly ({ readonly start: number; readonly end: number } | undefined)[];
}

/** All matches from left to right that do not overlap, an empty one also directly after another, as in Python's `re.sub`. */
export function matchesIn(pattern: Pattern, replacement: Replacement, text: string): Match[] {
  const matches: Match[] = [];
  const matcher = compiled(pattern).matcher(text);
  while (matcher.find()) {
    const spans = replacement.map((part) => {
      if (part.kind === 'text') return undefined;
      const start = matcher.start(part.group);
      return start < 0 ? undefined : { start, end: matcher.end(part.group) };
    });
    matches.push({ start: matcher.start(), end: matcher.end(), spans });
  }
  return matches;
}

/** The text with every match replaced. */
export function replaceAll(pattern: Pattern, replacement: Replacement, text: string): string {
  let result = '';
  let from = 0;
  for (const match of matchesIn(pattern, replacement, text)) {
    result += text.slice(from, match.start);
    for (const [index, part] of replacement.entries()) {
      const span = match.spans[index];
      result += part.kind === 'text' ? part.text : span === undefined ? '' : text.slice(span.start, span.end);
    }
    from = match.end;
  }
  return result + text.slice(from);
}

/** Compiled once for each expression. */
function compiled({ source }: Pattern): RE2JS {
  let expression = expressions.get(source);
  if (expression === undefined) {
    if (expressions.size > 500) expressions.clear();
    expression = RE2JS.compile(source);
    expressions.set(source, expression);
  }
  return expression;
}

const expressions = new Map<string, RE2JS>();
