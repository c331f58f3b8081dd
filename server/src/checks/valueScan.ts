/** A place in a Sigma string that is not simply itself; `at` counts in the text. */
export interface SpecialPlace {
  readonly kind: 'escape' | 'wildcard';
  readonly at: number;
  /** The escaped character, or the wildcard itself. */
  readonly character: string;
}

/** The escapes and wildcards of a Sigma string, read as `parsePattern` reads them. */
export function specialPlaces(text: string): SpecialPlace[] {
  if (!/[\\*?]/.test(text)) return [];
  const places: SpecialPlace[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      places.push({ kind: 'escape', at, character: next });
      at++;
    } else if (character === '*' || character === '?') places.push({ kind: 'wildcard', at, character });
  }
  return places;
}
