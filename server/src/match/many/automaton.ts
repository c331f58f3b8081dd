/** Tells the number of each word that occurs in a text, and where it ends; a word may be told several times. */
export type Search = (text: string, found: (word: number, end: number) => void) => void;

/**
 * Finds which of many words occur in a text, in one pass over it (Aho and Corasick, "Efficient string matching", 1975),
 * as a table with a row for each state. All characters beyond ASCII are one column, so what is found *may* occur: the
 * caller compares. No word may be empty. The table takes at most half a kilobyte for each character of the words.
 */
export function compileSearch(words: readonly string[]): Search {
  const trie = growTrie(words);
  const { rows, told, chained } = trie;
  linkSuffixes(trie);
  return (text, found) => {
    let state = 0;
    for (let position = 0; position < text.length; position++) {
      const entry = rows[state + columnOf(text, position)] ?? 0;
      state = entry & ~1;
      if (state === entry) continue;
      for (let at = state / width; at > 0; at = chained[at] ?? 0) {
        for (const word of told[at] ?? []) found(word, position + 1);
      }
    }
  };
}

/** How many entries a row has. */
const width = 128;

function columnOf(text: string, position: number): number {
  return Math.min(text.charCodeAt(position), width - 1);
}

interface Trie {
  /**
   * A state is the offset of its row. An entry is the state that a character leads to, and 1 more where words end
   * there. Before `linkSuffixes`, 0 stands for no state.
   */
  readonly rows: Int32Array;
  readonly count: number;
  /** By number of the state: the words that end there. */
  readonly told: readonly (readonly number[] | undefined)[];
  /** By number of the state: the longest suffix with words that end there, or 0. */
  readonly chained: Int32Array;
}

function growTrie(words: readonly string[]): Trie {
  const most = words.reduce((sum, { length }) => sum + length, 1);
  const rows = new Int32Array(most * width);
  const told: (number[] | undefined)[] = [undefined];
  for (const [number, word] of words.entries()) {
    let state = 0;
    for (let index = 0; index < word.length; index++) {
      const place = state + columnOf(word, index);
      if (rows[place] === 0) rows[place] = (told.push(undefined) - 1) * width;
      state = rows[place] ?? 0;
    }
    const ending = told[state / width];
    if (ending === undefined) told[state / width] = [number];
    else ending.push(number);
  }
  const count = told.length;
  return { rows: rows.slice(0, count * width), count, told, chained: new Int32Array(count) };
}

/** Fills the rows, breadth first: where the trie ends, a state goes on like its longest proper suffix. */
function linkSuffixes({ rows, count, told, chained }: Trie): void {
  const suffixOf = new Int32Array(count);
  const order = new Int32Array(count);
  let waiting = 1;
  for (let next = 0; next < waiting; next++) {
    const state = order[next] ?? 0;
    const suffix = suffixOf[state / width] ?? 0;
    for (let column = 0; column < width; column++) {
      const child = rows[state + column] ?? 0;
      const fallback = state === 0 ? 0 : (rows[suffix + column] ?? 0);
      if (child === 0) {
        rows[state + column] = fallback;
        continue;
      }
      const childSuffix = fallback & ~1;
      const number = child / width;
      suffixOf[number] = childSuffix;
      chained[number] =
        told[childSuffix / width] === undefined ? (chained[childSuffix / width] ?? 0) : childSuffix / width;
      if (told[number] !== undefined || chained[number] !== 0) rows[state + column] = child | 1;
      order[waiting++] = child;
    }
  }
}
