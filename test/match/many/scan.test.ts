import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Literal } from '../../../server/src/match/many/literal.ts';
import { compileScan } from '../../../server/src/match/many/scan.ts';

const text = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'ü', '😀'), maxLength });
const literal = fc.record({
  place: fc.constantFrom<Literal['place']>('equals', 'startswith', 'endswith', 'contains'),
  text: text(20),
});

function holds({ place, text: literal }: Literal, searched: string): boolean {
  if (place === 'equals') return searched === literal;
  if (place === 'startswith') return searched.startsWith(literal);
  return place === 'endswith' ? searched.endsWith(literal) : searched.includes(literal);
}

it('tells each literal that a text has, once, however long it is', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(
        literal.filter(({ place, text: written }) => place === 'equals' || written !== ''),
        { selector: ({ place, text: written }) => `${place} ${written}`, maxLength: 30 },
      ),
      fc.array(text(60), { maxLength: 4 }),
      (literals, texts) => {
        const scan = compileScan(literals);
        for (const [index, searched] of texts.entries()) {
          const found: number[] = [];
          scan(searched, index + 1, (number) => found.push(number));
          const expected = literals.flatMap((one, number) => (holds(one, searched) ? [number] : []));
          expect(found.sort((left, right) => left - right)).toEqual(expected);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

it('finds literals that share a shortened part, when there are very many', { timeout: 60_000 }, () => {
  const literals = Array.from({ length: 60_000 }, (_, number): Literal => ({ place: 'contains', text: `<${number}>` }));
  const found: number[] = [];
  compileScan(literals)('<1> <59999> <60000> <00007>', 1, (number) => found.push(number));
  expect(found).toEqual([1, 59_999]);
});
