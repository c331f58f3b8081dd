import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clauseProblems } from '../../server/src/lsp/features/clauseProblems.ts';
import { shiftedProblems } from '../../server/src/lsp/shiftedProblems.ts';
import type { Problem } from '../../server/src/problem.ts';

describe('what Microsoft’s parser finds', () => {
  const sourceMap = [
    { query: { start: 0, end: 40 }, source: { start: 100, end: 200 } },
    { query: { start: 10, end: 30 }, source: { start: 110, end: 150 } },
    { query: { start: 12, end: 20 }, source: { start: 115, end: 120 } },
  ];
  const at = (start: number, length: number) =>
    clauseProblems([{ code: 'KS142', severity: 'error', message: 'No.', start, length }], sourceMap, 'xdr', {
      start: 0,
      end: 5,
    })[0];

  test('stands on what made the smallest clause around it, under Microsoft’s code', () => {
    expect(at(13, 4)).toEqual({
      code: 'KS142',
      severity: 'error',
      message: 'In the query for Defender XDR: No.',
      range: { start: 115, end: 120 },
    });
    expect(at(13, 12)?.range).toEqual({ start: 110, end: 150 });
  });

  test('stands where it begins if no clause holds all of it', () => {
    expect(at(15, 100)?.range).toEqual({ start: 115, end: 120 });
  });

  test('stands on the title if no part of the rule made it', () => {
    expect(at(50, 1)?.range).toEqual({ start: 0, end: 5 });
  });
});

describe('what was found in an earlier text', () => {
  const problem = (start: number, end: number): Problem => ({
    code: 'a',
    severity: 'error',
    message: '',
    range: { start, end },
  });

  test('moves with the words that it is about', () => {
    const before = 'one two three';
    expect(shiftedProblems([problem(0, 3), problem(8, 13)], before, 'one and a two three')).toEqual([
      problem(0, 3),
      problem(14, 19),
    ]);
  });

  test('is gone when these words are edited', () => {
    expect(shiftedProblems([problem(4, 7)], 'one two three', 'one twoo three')).toEqual([]);
    expect(shiftedProblems([problem(4, 7)], 'one two three', 'one  three')).toEqual([]);
  });

  test('is about the same characters, whatever the edit', () => {
    const edit = fc.record({
      before: fc.string({ maxLength: 30 }),
      at: fc.nat(30),
      removed: fc.nat(10),
      added: fc.string({ maxLength: 10 }),
      start: fc.nat(30),
      length: fc.nat(10),
    });
    fc.assert(
      fc.property(edit, ({ before, at, removed, added, start, length }) => {
        const after = before.slice(0, at) + added + before.slice(at + removed);
        const found = problem(Math.min(start, before.length), Math.min(start + length, before.length));
        for (const { range } of shiftedProblems([found], before, after)) {
          expect(after.slice(range.start, range.end)).toBe(before.slice(found.range.start, found.range.end));
        }
      }),
    );
  });
});
