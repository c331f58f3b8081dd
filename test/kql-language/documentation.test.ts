import { expect, test } from 'vitest';
import { kqlFileProblems } from '../../server/src/checks/kqlFileProblems.ts';
import { ask, slow } from './ask.ts';

// Nothing short makes the service take ten seconds.
const shown = kqlFileProblems.filter(({ id }) => id !== 'kql-not-analysed');

test.each(shown.map((docs) => [docs.id, docs] as const))(
  'the examples of %s',
  (id, { example: { bad, good } }) => {
    expect(ask('findings', bad).answer.map(({ code }) => code)).toEqual([id]);
    expect(ask('findings', good).answer).toEqual([]);
  },
  slow,
);

test('they are whole sentences', () => {
  for (const { what, why } of kqlFileProblems)
    for (const text of [what, why]) expect(text).toMatch(/^[\p{Lu}`].*\.$/su);
});
