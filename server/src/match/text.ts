import type { Pattern } from '../sigma/pattern.ts';
import { fold } from './fold.ts';
import { containsAnyOf } from './search.ts';
import { compileWildcards, type TextPredicate } from './wildcard.ts';

/** A pattern in its cheapest form; most of them need no wildcard matcher. */
export type TextShape =
  | { readonly kind: 'equals' | 'startswith' | 'endswith' | 'contains'; readonly text: string }
  | { readonly kind: 'anything' }
  | { readonly kind: 'wildcards'; readonly matches: TextPredicate };

/** Unless `cased`, the pattern is folded and so must be the texts that it is asked about. */
export function textShape(pattern: Pattern, cased: boolean): TextShape {
  const parts = cased
    ? pattern
    : pattern.map((part) => (part.kind === 'text' ? { kind: part.kind, text: fold(part.text) } : part));
  const [first, second, third] = parts;
  if (first === undefined) return { kind: 'equals', text: '' };
  if (parts.length === 1 && first.kind === 'text') return { kind: 'equals', text: first.text };
  if (parts.length === 1 && first.kind === 'any') return { kind: 'anything' };
  if (parts.length === 2 && first.kind === 'text' && second?.kind === 'any') {
    return { kind: 'startswith', text: first.text };
  }
  if (parts.length === 2 && first.kind === 'any' && second?.kind === 'text') {
    return { kind: 'endswith', text: second.text };
  }
  if (parts.length === 3 && first.kind === 'any' && second?.kind === 'text' && third?.kind === 'any') {
    return { kind: 'contains', text: second.text };
  }
  return { kind: 'wildcards', matches: compileWildcards(parts) };
}

/** Whether a text has any of the shapes: the shapes of one kind are tried in one loop, equal texts found in a set. */
export function anyShape(shapes: readonly TextShape[]): TextPredicate {
  if (shapes.some(({ kind }) => kind === 'anything')) return () => true;
  const texts = (kind: TextShape['kind']): string[] =>
    shapes.flatMap((shape) => (shape.kind === kind && 'text' in shape ? [shape.text] : []));
  const predicates = [
    ...equalsAny(texts('equals')),
    ...startsWithAny(texts('startswith')),
    ...endsWithAny(texts('endswith')),
    ...containsAny(texts('contains')),
    ...shapes.flatMap((shape) => (shape.kind === 'wildcards' ? [shape.matches] : [])),
  ];
  const [first, ...others] = predicates;
  if (first === undefined) return () => false;
  if (others.length === 0) return first;
  return (text) => {
    for (const predicate of predicates) if (predicate(text)) return true;
    return false;
  };
}

function equalsAny(wanted: readonly string[]): TextPredicate[] {
  const [first] = wanted;
  if (first === undefined) return [];
  if (wanted.length === 1) return [(text) => text === first];
  const set = new Set(wanted);
  return [(text) => set.has(text)];
}

function startsWithAny(wanted: readonly string[]): TextPredicate[] {
  const [first] = wanted;
  if (first === undefined) return [];
  if (wanted.length === 1) return [(text) => text.startsWith(first)];
  return [
    (text) => {
      for (const start of wanted) if (text.startsWith(start)) return true;
      return false;
    },
  ];
}

function endsWithAny(wanted: readonly string[]): TextPredicate[] {
  const [first] = wanted;
  if (first === undefined) return [];
  if (wanted.length === 1) return [(text) => text.endsWith(first)];
  return [
    (text) => {
      for (const end of wanted) if (text.endsWith(end)) return true;
      return false;
    },
  ];
}

function containsAny(wanted: readonly string[]): TextPredicate[] {
  const [first] = wanted;
  if (first === undefined) return [];
  return [wanted.length === 1 ? (text) => text.includes(first) : containsAnyOf(wanted)];
}
