import { expect, test } from 'vitest';
import { createLineIndex } from '../../server/src/lineIndex.ts';
import type { SigmaDocument } from '../../server/src/lsp/documents.ts';
import { preview } from '../../server/src/lsp/features/preview.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { referredRules } from '../../server/src/workspace/referredRules.ts';

const correlation = `title: Many
correlation:
    type: event_count
    rules:
        - failed
    group-by:
        - TargetUserName
    timespan: 10m
    condition:
        gte: 3
`;
const failed = `title: Failed
name: failed
logsource:
    product: windows
    service: security
detection:
    selection:
        EventID: 4625
    condition: selection
`;

function documentOf(text: string): SigmaDocument {
  return {
    uri: 'file:///many.yml',
    version: 1,
    text,
    lines: createLineIndex(text),
    file: parseSigma(text),
    problems: [],
  };
}

/** What of the document the parts of the query lead to that hold a word. */
function sourcesOf(word: string, text: string, result: ReturnType<typeof preview>): string[] {
  const lines = text.split('\n');
  return (result?.sourceMap ?? [])
    .filter(({ start, end }) => result?.query?.slice(start, end).includes(word))
    .map(({ source: { start, end } }) => lines[start.line]?.slice(start.character, end.character) ?? '');
}

test('a correlation leads to its own parts and to its rules in the same file', () => {
  const text = `${correlation}---\n${failed}`;
  const result = preview(documentOf(text), 'workspace', 0);
  expect(result?.problems).toEqual([]);
  expect(sourcesOf('EventID == 4625', text, result)).toContain('EventID: 4625');
  expect(sourcesOf('<= 10m', text, result)).toContain('10m');
  expect(sourcesOf('>= 3', text, result)).toContain('gte: 3');
  expect(sourcesOf('isnotempty(TargetUserName)', text, result)).toContain('TargetUserName');
});

test.each([
  ['one table', 'rules:\n        - failed', ''],
  [
    'two tables',
    'rules: [failed, connected]',
    'title: Connected\nname: connected\nlogsource: { product: windows, category: network_connection }\ndetection: { s: { DestinationPort: 4444 }, condition: s }\n',
  ],
])('the tables of its rules can be chosen: %s', (_, rules, more) => {
  const process = failed
    .replace('service: security', 'category: process_creation')
    .replace('EventID: 4625', 'CommandLine: a');
  const text = [
    correlation.replace('rules:\n        - failed', rules).replace('TargetUserName', 'User'),
    process,
    ...(more === '' ? [] : [more]),
  ].join('---\n');
  const shown = preview(documentOf(text), 'workspace', 0);
  const choices = shown?.choices.map(({ table }) => table) ?? [];
  expect(choices[0]).toBe(shown?.tables.map(({ name }) => name).join());
  expect(choices.length).toBeGreaterThan(1);
  for (const table of choices) {
    const chosen = preview(documentOf(text), 'workspace', 0, undefined, table);
    expect(chosen?.tables.map(({ name }) => name).join()).toBe(table);
    expect(chosen?.choices.map((each) => each.table)).toEqual(choices);
  }
});

test('rules of other files stand behind the reference to them', () => {
  const around = { placeholders: {}, filters: [], rules: parseSigma(failed).rules };
  const result = preview(documentOf(correlation), 'workspace', 0, around);
  expect(sourcesOf('EventID == 4625', correlation, result)).toContain('failed');
});

test('without the rule that it names there is no query', () => {
  const result = preview(documentOf(correlation), 'workspace', 0);
  expect(result?.query).toBeUndefined();
  expect(result?.problems.map(({ code }) => code)).toEqual(['unresolved-reference']);
});

test('rules of other files are found through correlations there', async () => {
  const outer = 'title: Outer\ncorrelation: { type: temporal, rules: [many], timespan: 5m }\n';
  const paths = new Map([
    ['many', '/many.yml'],
    ['failed', '/failed.yml'],
  ]);
  const texts = new Map([
    ['/many.yml', `name: many\n${correlation}`],
    ['/failed.yml', failed],
  ]);
  const found = await referredRules(parseSigma(outer).rules, {
    pathOf: (reference) => paths.get(reference),
    rulesOf: async (path) => parseSigma(texts.get(path) ?? '').rules,
  });
  expect(found.map(({ title }) => title?.value)).toEqual(['Many', 'Failed']);
});
