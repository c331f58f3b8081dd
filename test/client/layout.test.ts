import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOutQuery } from '../../client/src/preview/webview/layout.ts';
import { tokenizeKql } from '../../server/src/kql/tokens.ts';

const query = "Table\n| where A has 'x' and B == 1";
const at = (text: string) => ({ start: query.indexOf(text), end: query.indexOf(text) + text.length });

test('cuts a query into lines, clauses and words', () => {
  const lines = layOutQuery(query, tokenizeKql(query), [at("A has 'x' and B == 1"), at("A has 'x'")], []);
  expect(
    lines.map((line) => line.map(({ clause, words }) => [clause, words.map(({ text }) => text).join('')])),
  ).toEqual([
    [[undefined, 'Table']],
    [
      [undefined, '| where '],
      [1, "A has 'x'"],
      [0, ' and B == 1'],
    ],
  ]);
  expect(lines[1]?.[1]?.words.find(({ text }) => text === "'x'")?.kind).toBe('string');
});

test('marks what a diagnostic is about, even where it has no length', () => {
  const diagnostic = { code: 'KS1', severity: 'error' as const, message: 'm', ...at('B'), length: 0 };
  const words = layOutQuery(query, [], [], [diagnostic])
    .flat()
    .flatMap((piece) => piece.words);
  expect(words.filter((word) => word.diagnostic !== undefined).map(({ text }) => text)).toEqual(['B']);
});

test('loses and doubles no character, whatever the ranges are', () => {
  const range = fc
    .tuple(fc.nat(60), fc.nat(60))
    .map(([one, other]) => ({ start: Math.min(one, other), end: Math.max(one, other) }));
  const texts = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '"', '|', '😀'), maxLength: 50 });
  fc.assert(
    fc.property(texts, fc.array(range, { maxLength: 8 }), fc.array(range, { maxLength: 3 }), (text, clauses, marks) => {
      const diagnostics = marks.map(({ start, end }) => ({
        code: '',
        severity: 'error' as const,
        message: '',
        start,
        length: end - start,
      }));
      const lines = layOutQuery(text, tokenizeKql(text), clauses, diagnostics);
      expect(lines.map((line) => line.flatMap(({ words }) => words.map((word) => word.text)).join('')).join('\n')).toBe(
        text,
      );
      for (const { start, end, words } of lines.flat())
        expect(words.map((word) => word.text).join('')).toBe(text.slice(start, end));
    }),
  );
});
