import { RE2JS } from 're2js';
import type { Pattern, PatternPart } from '../../sigma/pattern.ts';
import type { Rewrite } from '../tableMapping.ts';
import { matchesPlainly } from './wildcards.ts';

/** The text of a pattern without wildcards, `''` for an empty one; undefined if there is any wildcard. */
export function plainText(pattern: Pattern): string | undefined {
  const [first] = pattern;
  if (first === undefined) return '';
  return pattern.length === 1 && first.kind === 'text' ? first.text : undefined;
}

/** A pattern in one of the shapes that a string operator of Kusto has; undefined for all others. */
export function simpleShape(
  pattern: Pattern,
): { readonly kind: 'equals' | 'contains' | 'startswith' | 'endswith'; readonly text: string } | undefined {
  const plain = plainText(pattern);
  if (plain !== undefined) return { kind: 'equals', text: plain };
  const [first, second, third] = pattern;
  if (pattern.length === 2 && first?.kind === 'text' && second?.kind === 'any') {
    return { kind: 'startswith', text: first.text };
  }
  if (pattern.length === 2 && first?.kind === 'any' && second?.kind === 'text') {
    return { kind: 'endswith', text: second.text };
  }
  if (pattern.length === 3 && first?.kind === 'any' && second?.kind === 'text' && third?.kind === 'any') {
    return { kind: 'contains', text: second.text };
  }
  return undefined;
}

/**
 * The pattern as a regular expression that is right in RE2 and in JavaScript alike, to be searched with flags `i` (unless
 * cased) and `s`. It is anchored where the pattern does not begin or end in `*`.
 */
export function patternSource(pattern: Pattern): string {
  const { start, parts, end } = anchorsOf(pattern);
  return start + parts.map(partSource).join('') + end;
}

/** What stands around the expression of a pattern, and the parts that stand in it. */
export function anchorsOf(pattern: Pattern): {
  readonly start: '' | '^';
  readonly parts: Pattern;
  readonly end: '' | '$';
} {
  const parts = [...pattern];
  const openStart = parts[0]?.kind === 'any';
  if (openStart) parts.shift();
  const openEnd = parts.at(-1)?.kind === 'any';
  if (openEnd) parts.pop();
  return { start: openStart ? '' : '^', parts, end: openEnd ? '' : '$' };
}

/** Whether a text is what the pattern describes, compared as Sigma does; in time linear in the text, however many wildcards there are. */
export function matchesPattern(pattern: Pattern, text: string, cased: boolean): boolean {
  return (
    matchesPlainly(pattern, text, cased) ?? RE2JS.compile(`(?${cased ? '' : 'i'}s)${patternSource(pattern)}`).test(text)
  );
}

/** The patterns that mean the same where texts are written as `rewrites` say. */
export function rewritten(pattern: Pattern, rewrites: readonly Rewrite[]): readonly Pattern[] {
  if (rewrites.length === 0) return [pattern];
  const [optional, needed] = [
    rewrites.filter(({ sometimes }) => sometimes),
    rewrites.filter(({ sometimes }) => !sometimes),
  ];
  return rewriteAll(pattern, needed).flatMap((each) => {
    const others = rewriteAll(each, optional);
    return others[0] === each ? others : [each, ...others];
  });
}

function rewriteAll(pattern: Pattern, rewrites: readonly Rewrite[]): readonly Pattern[] {
  return rewrites.reduce<readonly Pattern[]>(
    (patterns, rewrite) => patterns.flatMap((each) => rewriteOnce(each, rewrite)),
    [pattern],
  );
}

/** Whether a text in the rule's spelling may be none of the table's, so that nothing but a rewritten pattern finds it. */
export function isRespelt(rewrites: readonly Rewrite[]): boolean {
  return rewrites.some(({ sometimes }) => !sometimes);
}

/** The same pattern wherever it stands in a text. */
export function anywhere(pattern: Pattern): Pattern {
  const inner = pattern.filter(({ kind }, index) => kind !== 'any' || (index > 0 && index < pattern.length - 1));
  return inner.length === 0 ? [{ kind: 'any' }] : [{ kind: 'any' }, ...inner, { kind: 'any' }];
}

/** One part of a pattern as a regular expression; a placeholder as it is written. */
export function partSource(part: PatternPart): string {
  switch (part.kind) {
    case 'text':
      return part.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    case 'any':
      return '.*';
    case 'one':
      return '.';
    case 'placeholder':
      return `%${part.name}%`;
  }
}

function rewriteOnce(pattern: Pattern, { find, replace }: Rewrite): readonly Pattern[] {
  const wanted = find.toLowerCase();
  if (!pattern.some((part) => part.kind === 'text' && part.text.toLowerCase().includes(wanted))) return [pattern];
  const finder = new RegExp(find.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'gi');
  return replace.map((replacement) =>
    pattern.flatMap((part): PatternPart[] => {
      if (part.kind !== 'text') return [part];
      const text = part.text.replace(finder, () => replacement);
      return text === '' && pattern.length > 1 ? [] : [{ kind: 'text', text }];
    }),
  );
}
