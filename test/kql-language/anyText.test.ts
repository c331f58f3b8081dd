import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KqlFeature } from '../../server/src/kql/language/answer.ts';
import { chooseQuery } from '../../server/src/kql/language/chosenQuery.ts';
import { longestText } from '../../server/src/kql/language/limits.ts';
import { targetOfQuery } from '../../server/src/kql/language/targetOfQuery.ts';
import { tokenSoup } from '../kql-validation/tokens.ts';
import { ask, slow } from './ask.ts';

const features: readonly KqlFeature[] = [
  ...(['findings', 'completion', 'hover', 'signatures', 'references', 'renamable'] as const),
  ...(['rename', 'format', 'outline', 'folds', 'tokens'] as const),
];

test(
  'every feature has an answer for words of the language in any order, at any place',
  () => {
    fc.assert(
      fc.property(tokenSoup, fc.nat(), (text, place) => {
        const at = place % (text.length + 1);
        for (const feature of features) ask(feature, `${text.slice(0, at)}<|>${text.slice(at)}`, { name: 'renamed' });
      }),
      { numRuns: 150 },
    );
  },
  slow,
);

test(
  'a query over which the service throws has a finding, no other feature fails, and the queries beside it have theirs',
  () => {
    const text = 'SecurityEvent | where Acount == 1\n\nlet n = 1;\nT | graph-m<|>atch\n\nSecurityEvent | take 1';
    const { answer, text: plain } = ask('findings', text);
    expect(answer.map(({ code, start, length }) => [code, plain.slice(start, start + length)])).toEqual([
      ['unknown-column', 'Acount'],
      ['kql-unreadable', 'graph-match'],
    ]);
    for (const feature of ['completion', 'hover', 'signatures', 'renamable'] as const)
      expect(ask(feature, text).answer).toBeUndefined();
    expect(ask('references', text).answer).toEqual([]);
    expect(ask('tokens', text).answer.some(({ start }) => start > plain.lastIndexOf('SecurityEvent'))).toBe(true);
    expect(ask('format', 'T | graph-match').answer).toEqual([]);
  },
  slow,
);

test('brackets that are too deep are named where they are', () => {
  const [finding] = ask('findings', `print 1\n\nprint ${'('.repeat(100_000)}`).answer;
  expect(finding).toMatchObject({ code: 'kql-too-large', start: 'print 1\n\nprint '.length + 250, length: 1 });
});

test.each(['"', '@"', '(', '\n \n', 'a '])('a file of 20 million characters %j is told from a query', (piece) => {
  const text = piece + piece.at(-1)?.repeat(20_000_000);
  expect(text.length).toBeGreaterThan(longestText);
  expect(chooseQuery(text, 5)).toMatchObject({ index: 0, count: 1 });
  expect(targetOfQuery(text, 'auto', {})).toBeUndefined();
});
