import { expect, test } from 'vitest';
import { createLastQueries } from '../../client/src/preview/lastQueries.ts';
import type { PreviewResult } from '../../server/src/lsp/protocol.ts';

function result(change: Partial<PreviewResult>): PreviewResult {
  return {
    uri: 'file:///a.yml',
    version: 1,
    target: 'xdr',
    rule: { kind: 'detection', tactics: [], techniques: [], falsePositives: [], references: [] },
    index: 0,
    count: 1,
    targets: [],
    broken: false,
    choices: [],
    tokens: [],
    sourceMap: [{ start: 0, end: 1, source: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } }],
    tables: [],
    problems: [],
    ...change,
  };
}

const good = result({ query: 'T | where A == 1' });
const broken = result({ broken: true, version: 2 });

test('a rule that breaks keeps its last query, without the way back to the rule', () => {
  const last = createLastQueries();
  expect(last.instead(good)).toBeUndefined();
  expect(last.instead(broken)).toMatchObject({ broken: true, version: 2, query: good.query, sourceMap: [] });
  expect(last.instead(broken)?.query).toBe(good.query);
});

test('there is nothing to keep for another rule, another target, or one that had no query', () => {
  const last = createLastQueries();
  expect(last.instead(broken)).toBeUndefined();
  last.instead(good);
  expect(last.instead({ ...broken, target: 'asim' })).toBeUndefined();
  expect(last.instead({ ...broken, uri: 'file:///b.yml' })).toBeUndefined();
  expect(last.instead(broken)).toBeUndefined();
  last.instead(good);
  last.instead(result({}));
  expect(last.instead(broken)).toBeUndefined();
});
