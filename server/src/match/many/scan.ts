import { commonness } from '../search.ts';
import { compileSearch } from './automaton.ts';
import type { Literal } from './literal.ts';

/** Tells the position in the list of each literal that a folded text has, once for each `generation`. */
export type Scan = (text: string, generation: number, found: (literal: number) => void) => void;

/** Looks for all literals of one field at once. */
export function compileScan(literals: readonly Literal[]): Scan {
  const equals = new Map<string, number>();
  const windows = new Map<string, Windowed[]>();
  const length = windowLength(literals.length);
  for (const [index, { place, text }] of literals.entries()) {
    if (place === 'equals') equals.set(text, index);
    else {
      const start = rarestWindow(text, length);
      const window = text.slice(start, start + length);
      const sharing = windows.get(window);
      const windowed = { index, place, text, windowEnd: start + window.length };
      if (sharing === undefined) windows.set(window, [windowed]);
      else sharing.push(windowed);
    }
  }
  const search = compileSearch([...windows.keys()]);
  const sharing = [...windows.values()];
  const seen = new Int32Array(literals.length);
  return (text, generation, found) => {
    const equal = equals.get(text);
    if (equal !== undefined) found(equal);
    if (sharing.length === 0) return;
    search(text, (word, end) => {
      for (const literal of sharing[word] ?? []) {
        if (seen[literal.index] === generation || !occurs(literal, text, end)) continue;
        seen[literal.index] = generation;
        found(literal.index);
      }
    });
  };
}

/** A literal that the search knows by a part of it. */
interface Windowed {
  readonly index: number;
  readonly place: Exclude<Literal['place'], 'equals'>;
  readonly text: string;
  /** Where the part ends in the literal. */
  readonly windowEnd: number;
}

function occurs({ place, text: literal, windowEnd }: Windowed, text: string, end: number): boolean {
  switch (place) {
    case 'startswith':
      return text.startsWith(literal);
    case 'endswith':
      return text.endsWith(literal);
    case 'contains':
      return end >= windowEnd && text.startsWith(literal, end - windowEnd);
  }
}

/** Eight characters tell nearly all literals apart; fewer of them keep the table of very many literals small. */
function windowLength(count: number): number {
  return Math.min(8, Math.max(2, Math.floor(mostCharacters / Math.max(1, count))));
}

const mostCharacters = 200_000;

/** Where the part starts that is likely to be found least often. */
function rarestWindow(text: string, length: number): number {
  let best = 0;
  let bestScore = Number.POSITIVE_INFINITY;
  for (let start = 0; start + length <= text.length; start++) {
    let score = 0;
    for (let index = start; index < start + length; index++) score += commonness(text.charAt(index));
    if (score < bestScore) {
      best = start;
      bestScore = score;
    }
  }
  return best;
}
