import { expect, test } from 'vitest';
import { clausesAt } from '../../client/src/preview/clauses.ts';
import type { LspRange } from '../../server/src/lsp/protocol.ts';

/*
0 detection:
1     selection:
2         Image|endswith:
3             - 'a'
4             - 'b'
5         User: x
6     condition: selection
*/

const span = (startLine: number, start: number, endLine: number, end: number): LspRange => ({
  start: { line: startLine, character: start },
  end: { line: endLine, character: end },
});

/** `(Image endswith 'a' or Image endswith 'b') and User == 'x'`, and the value `b` a second time. */
const sourceMap = [
  { start: 0, end: 60, source: span(1, 4, 5, 15) },
  { start: 0, end: 40, source: span(2, 8, 4, 17) },
  { start: 1, end: 18, source: span(3, 14, 3, 17) },
  { start: 22, end: 39, source: span(4, 14, 4, 17) },
  { start: 70, end: 80, source: span(4, 14, 4, 17) },
  { start: 45, end: 60, source: span(5, 8, 5, 15) },
];

const cursor = (line: number, character: number) => span(line, character, line, character);

const cases: [name: string, selection: LspRange, starts: [number, number][]][] = [
  ['in a value', cursor(3, 15), [[1, 18]]],
  ['at the end of a value', cursor(3, 17), [[1, 18]]],
  ['in front of a value, on its line', cursor(3, 2), [[1, 18]]],
  [
    'in a value that stands in two clauses',
    cursor(4, 15),
    [
      [22, 39],
      [70, 80],
    ],
  ],
  ['on the key of several values', cursor(2, 10), [[0, 40]]],
  ['on a selection’s name', cursor(1, 6), [[0, 60]]],
  ['on another item of the selection', cursor(5, 9), [[45, 60]]],
  ['outside', cursor(6, 20), []],
  ['a selection around one value', span(3, 0, 4, 0), [[1, 18]]],
  [
    'a selection around an item and more',
    span(2, 0, 4, 17),
    [
      [0, 40],
      [1, 18],
      [22, 39],
      [70, 80],
    ],
  ],
  ['a selection inside a value', span(3, 15, 3, 16), [[1, 18]]],
];

test.each(cases)('%s', (_, selection, expected) => {
  expect(clausesAt(sourceMap, selection).map(({ start, end }) => [start, end])).toEqual(expected);
});
