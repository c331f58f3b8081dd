/** Tells the number of each word that occurs in a text, and where it ends; a word may be told several times. */
export type Search = (text: string, found: (word: number, end: number) => void) => void;

/**
 * Finds which of many words occur in a text, in one pass over it (Aho and Corasick, "Efficient string matching", 1975),
 * as a table with a row for each state. Characters share a column where there are more than 63, so what is found *may*
 * occur: the caller compares. No word may be empty. The table takes about 256 bytes for each character of the words.
 */
export function compileSearch(words: readonly string[]): Search {
  const columns = columnsOf(words);
  const trie = growTrie(words, columns);
  const { rows, told, chained } = trie;
  linkSuffixes(trie);
  const { width, columnOf } = columns;
  return (text, found) => {
    let state = 0;
    for (let position = 0; position < text.length; position++) {
      const entry = rows[state + (columnOf[text.charCodeAt(position)] ?? 0)] ?? 0;
      state = entry & ~1;
      if (state === entry) continue;
      for (let at = state; at > 0; at = (chained[at / width] ?? 0) * width) {
        for (const word of told[at / width] ?? []) found(word, position + 1);
      }
    }
  };
}

interface Columns {
  /** How many entries a row has, a power of two. */
  readonly width: number;
  /** By UTF-16 unit; 0 for those that no word has. */
  readonly columnOf: Uint8Array;
}

const widest = 64;

function columnsOf(words: readonly string[]): Columns {
  const columnOf = new Uint8Array(65_536);
  let count = 0;
  for (const word of words) {
    for (let index = 0; index < word.length; index++) {
      const unit = word.charCodeAt(index);
      if (columnOf[unit] === 0) columnOf[unit] = (count++ % (widest - 1)) + 1;
    }
  }
  let width = 2;
  while (width < Math.min(count + 1, widest)) width *= 2;
  return { width, columnOf };
}

interface Trie {
  readonly width: number;
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

function growTrie(words: readonly string[], { width, columnOf }: Columns): Trie {
  const most = words.reduce((sum, { length }) => sum + length, 1);
  const rows = new Int32Array(most * width);
  const told: (number[] | undefined)[] = [undefined];
  for (const [number, word] of words.entries()) {
    let state = 0;
    for (let index = 0; index < word.length; index++) {
      const place = state + (columnOf[word.charCodeAt(index)] ?? 0);
      if (rows[place] === 0) rows[place] = (told.push(undefined) - 1) * width;
      state = rows[place] ?? 0;
    }
    const ending = told[state / width];
    if (ending === undefined) told[state / width] = [number];
    else ending.push(number);
  }
  const count = told.length;
  return { width, rows: rows.slice(0, count * width), count, told, chained: new Int32Array(count) };
}

/** Fills the rows, breadth first: where the trie ends, a state goes on like its longest proper suffix. */
function linkSuffixes({ width, rows, count, told, chained }: Trie): void {
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
      chained[number] = told[childSuffix / width] === undefined ? (chained[childSuffix / width] ?? 0) : childSuffix / width;
      if (told[number] !== undefined || chained[number] !== 0) rows[state + column] = child | 1;
      order[waiting++] = child;
    }
  }
}
