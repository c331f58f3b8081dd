export interface ConditionToken {
  readonly kind: 'word' | 'open' | 'close' | 'pipe';
  readonly text: string;
  /** Indexes in the text of the condition. */
  readonly start: number;
  readonly end: number;
}

/** Splits a condition into words, parentheses and pipes; everything else that is no white space belongs to a word. */
export function tokenizeCondition(text: string): ConditionToken[] {
  const tokens: ConditionToken[] = [];
  for (const match of text.matchAll(/\(|\)|\|+|[^\s()|]+/g)) {
    const [word] = match;
    const kind = word === '(' ? 'open' : word === ')' ? 'close' : word.startsWith('|') ? 'pipe' : 'word';
    tokens.push({ kind, text: word, start: match.index, end: match.index + word.length });
  }
  return tokens;
}
