import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileSearch } from '../../../server/src/match/many/automaton.ts';

/** One letter beyond ASCII: two of them would be told as each other, which the caller sorts out. */
const text = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\\', '\0', 'é'), maxLength });

it('finds every occurrence of every word, and nothing else', () => {
  fc.assert(
    fc.property(fc.uniqueArray(text(6).filter((word) => word !== '')), text(40), (words, searched) => {
      const found: string[] = [];
      compileSearch(words)(searched, (word, end) => found.push(`${words[word]} at ${end}`));
      const expected = words.flatMap((word) =>
        [...searched].flatMap((_, start) =>
          searched.startsWith(word, start) ? [`${word} at ${start + word.length}`] : [],
        ),
      );
      expect(found.sort()).toEqual(expected.sort());
    }),
    { numRuns: 2000 },
  );
});
