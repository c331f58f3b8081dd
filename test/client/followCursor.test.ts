import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayMeanAnother, type Place, type ShownQuery } from '../../client/src/query/followCursor.ts';
import { chooseQuery } from '../../server/src/kql/language/chosenQuery.ts';
import { createLineIndex } from '../../server/src/lineIndex.ts';
import { toLspRange } from '../../server/src/lsp/positions.ts';

/** What the panel knows after a run with the cursor there. */
function shownAt(text: string, place: Place): ShownQuery | undefined {
  const lines = createLineIndex(text);
  const { index, count, range } = chooseQuery(text, lines.offsetAt(place));
  return count > 1 ? { index, count, range: toLspRange(lines, range), askedAt: place } : undefined;
}

const two = 'A\n| take 1\n\n// of B\nB\n| take 2\n';

test.each<[string, Place, Place, boolean]>([
  [two, { line: 0, character: 0 }, { line: 1, character: 4 }, false],
  [two, { line: 0, character: 0 }, { line: 4, character: 0 }, true],
  [two, { line: 4, character: 0 }, { line: 0, character: 1 }, true],
  [two, { line: 4, character: 0 }, { line: 3, character: 2 }, false],
  [two, { line: 4, character: 0 }, { line: 6, character: 0 }, false],
  ['A | take 1\n', { line: 0, character: 0 }, { line: 1, character: 0 }, false],
])('%j: from %j to %j', (text, from, to, expected) => {
  expect(mayMeanAnother(shownAt(text, from), to)).toBe(expected);
});

test('without a cursor, or at the place that was asked about, there is nothing to ask', () => {
  expect(mayMeanAnother(shownAt(two, { line: 0, character: 0 }), undefined)).toBe(false);
  const between = 'A\n\n// nothing\n\nB';
  const place = { line: 2, character: 3 };
  expect(mayMeanAnother(shownAt(between, place), place)).toBe(false);
});

test('wherever another query would be chosen, it is asked for', () => {
  const piece = fc.constantFrom('A', '| take 1', '\n', '\n\n', '// c', ';', '(', ')', ' ');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.nat(), fc.nat(), (pieces, one, other) => {
      const text = pieces.join('');
      const lines = createLineIndex(text);
      const [from, to] = [one, other].map((each) => each % (text.length + 1)) as [number, number];
      const isOther = chooseQuery(text, from).index !== chooseQuery(text, to).index;
      if (isOther) expect(mayMeanAnother(shownAt(text, lines.positionAt(from)), lines.positionAt(to))).toBe(true);
    }),
  );
});
