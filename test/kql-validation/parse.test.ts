import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deepest, longestText } from '../../server/src/kql/language/limits.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';
import { nests, tokenSoup } from './tokens.ts';

/** Code and words of each diagnostic; every one lies in the query. */
function found(query: string): string[] {
  return analyse(query, 'xdr').map(({ code, start, length }) => {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(length).toBeGreaterThanOrEqual(0);
    expect(start + length).toBeLessThanOrEqual(query.length);
    return `${code} ${query.slice(start, start + length)}`;
  });
}

test('words of the language in any order have an answer', () => {
  fc.assert(
    fc.property(tokenSoup, (query) => {
      found(query);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['DeviceProcessEvents | graph-match', 'kql-unreadable graph-match'],
  ['print x = 1 | graph-match | count', 'kql-unreadable graph-match'],
  ['let f = () { T | graph-match };\nprint 1', 'kql-unreadable graph-match'],
])('where the service itself throws, the part over which it does is named: %j', (query, expected) => {
  expect(found(query)).toEqual([expected]);
});

test.each(nests)('%j again and again is refused at the bracket that is too deep, and below that answered', (nest) => {
  let times = 0;
  while (placeTooDeep(nest.repeat(times + 1)) === undefined) times++;
  expect(found(nest.repeat(times)).filter((each) => each.startsWith('kql-'))).toEqual([]);
  for (const more of [times + 1, 100_000]) {
    const query = nest.repeat(more);
    const [only, ...others] = analyse(query, 'xdr');
    expect([only?.code, only?.start, others]).toEqual(['kql-too-large', placeTooDeep(query), []]);
  }
});

/** Counted character by character: no string or comment of `nests` has a bracket in it. */
function placeTooDeep(query: string): number | undefined {
  let level = 0;
  for (let at = 0; at < query.length; at++) {
    if ('([{'.includes(query[at] ?? '')) level++;
    if (')]}'.includes(query[at] ?? '')) level--;
    if (level > deepest) return at;
  }
  return undefined;
}

test('a text that is longer than any query of Kusto is not read', () => {
  expect(analyse(' '.repeat(longestText + 1), 'xdr').map(({ code }) => code)).toEqual(['kql-too-large']);
});
