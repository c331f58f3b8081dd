import type { Test } from '../../sigma/expression.ts';
import type { Pattern } from '../../sigma/pattern.ts';
import { fold } from '../fold.ts';
import { regexLiterals } from './regexLiterals.ts';

/** A folded text that stands somewhere in the folded text of a scalar. */
export interface Literal {
  readonly place: 'equals' | 'startswith' | 'endswith' | 'contains';
  readonly text: string;
}

/** Literals of which a scalar that passes the test has at least one; undefined where nothing is known. */
export function literalsOf(test: Test): readonly Literal[] | undefined {
  switch (test.kind) {
    case 'string':
      return patternLiteral(test.pattern, test.cased);
    case 'number':
      return Number.isSafeInteger(test.value) ? [{ place: 'equals', text: String(test.value) }] : undefined;
    case 'boolean':
      return [{ place: 'equals', text: String(test.value) }];
    case 'regex':
      return regexLiterals(test.source, test.flags.i)?.map((text) => ({ place: 'contains', text }));
    case 'null':
    case 'exists':
    case 'cidr':
    case 'compare':
    case 'time':
    case 'fieldref':
      return undefined;
  }
}

/** The longest text of a pattern. */
function patternLiteral(pattern: Pattern, cased: boolean): readonly Literal[] | undefined {
  if (pattern.length === 0) return [{ place: 'equals', text: '' }];
  let longest: Literal | undefined;
  for (const [index, part] of pattern.entries()) {
    if (part.kind !== 'text' || part.text.length <= (longest?.text.length ?? 0)) continue;
    if (cased && !isAscii(part.text)) continue;
    longest = { place: placeOf(index, pattern.length), text: fold(part.text) };
  }
  return longest === undefined ? undefined : [longest];
}

function placeOf(index: number, count: number): Literal['place'] {
  if (count === 1) return 'equals';
  if (index === 0) return 'startswith';
  return index === count - 1 ? 'endswith' : 'contains';
}

/** Other texts may fold by their neighbours: half of a pair has no lower case, the whole may have one. */
function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
