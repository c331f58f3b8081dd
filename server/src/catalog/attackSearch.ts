import { isActive, type Technique, technique, techniques } from './attack.ts';
import { lazy } from './lazy.ts';

/**
 * Active techniques by the beginning of their id (`t1059`, `1059.0`) or by beginnings of the words of their name
 * (`root cert`; a sub-technique is also found by its parent's words). The best first; everything for an empty query.
 */
export function searchTechniques(query: string, limit = Number.POSITIVE_INFINITY): Technique[] {
  const wanted = query
    .toLowerCase()
    .split(/[^a-z0-9.]+/)
    .filter((word) => word !== '');
  const ranked = index().flatMap((entry) => {
    const rank = rankOf(entry, wanted);
    return rank === undefined ? [] : [{ rank, technique: entry.technique }];
  });
  ranked.sort((first, second) => first.rank - second.rank);
  return ranked.slice(0, limit).map((each) => each.technique);
}

interface Entry {
  readonly technique: Technique;
  readonly id: string;
  readonly own: readonly string[];
  readonly inherited: readonly string[];
}

const index = lazy(() => {
  return [...techniques()].filter(isActive).map((each): Entry => {
    const parent = each.parent === undefined ? undefined : technique(each.parent);
    const own = wordsOf(each.name);
    return { technique: each, id: each.id.toLowerCase(), own, inherited: [...own, ...wordsOf(parent?.name ?? '')] };
  });
});

/** 0 is best; undefined: no match. The sort is stable, so equals stay in the order of their ids. */
function rankOf({ id, own, inherited }: Entry, wanted: readonly string[]): number | undefined {
  const [only] = wanted;
  if (only === undefined) return 0;
  if (wanted.length === 1 && (id === only || id === `t${only}`)) return 0;
  if (wanted.length === 1 && (id.startsWith(only) || id.startsWith(`t${only}`))) return 1;
  if (everyBegins(wanted, own)) return own.length === wanted.length ? 1 : 2;
  return everyBegins(wanted, inherited) ? 3 : undefined;
}

function everyBegins(wanted: readonly string[], words: readonly string[]): boolean {
  return wanted.every((beginning) => words.some((word) => word.startsWith(beginning)));
}

function wordsOf(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word !== '');
}
