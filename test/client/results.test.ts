import { expect, test } from 'vitest';
import { eventNotes, isTroubled, ruleNotes, summary } from '../../client/src/testing/results.ts';
import type { LspRange, RuleRun, RunResult } from '../../server/src/lsp/protocol.ts';

const at = (line: number, character = 0): LspRange => ({
  start: { line, character },
  end: { line, character: character + 3 },
});

const annotation = (line: number, character: number, hits: number) => ({
  kind: 'value' as const,
  range: at(line, character),
  text: `${hits} of 4 events`,
  hits,
  events: 4,
  hover: `hover ${hits}`,
});

const rule: RuleRun = { index: 0, title: 'One', events: 4, hits: 2, annotations: [], expectations: [] };
const result: RunResult = { uri: 'file:///rule.yml', version: 1, rules: [rule], files: [], report: '' };
const unmet = { file: 'a.json', description: 'a', met: false, message: 'm', range: at(0) };

test('notes of one line are joined in the order of the text, and equal ones said once', () => {
  const annotations = [annotation(3, 20, 0), annotation(3, 8, 2), annotation(5, 8, 1), annotation(5, 20, 1)];
  expect(ruleNotes({ ...result, rules: [{ ...rule, annotations }] })).toEqual([
    { line: 3, text: '2 of 4 events, 0 of 4 events', hit: true, hover: 'hover 2\n\nhover 0' },
    { line: 5, text: '1 of 4 events', hit: true, hover: 'hover 1\n\nhover 1' },
  ]);
});

test('an event file tells of all runs that used it', () => {
  const file = (matchedBy: string[], misses: { rule: string; text: string; item?: LspRange }[]) => ({
    uri: 'file:///events.json',
    events: [{ index: 0, range: at(1), matchedBy, misses }],
    problems: [],
  });
  const results: RunResult[] = [
    { ...result, files: [file(['One'], [])] },
    { ...result, uri: 'file:///two.yml', files: [file([], [{ rule: 'Two', text: 'no match: A', item: at(6, 8) }])] },
  ];
  expect(eventNotes(results, 'file:///events.json')).toEqual([
    {
      range: at(1),
      matchedBy: ['One'],
      misses: [{ rule: 'Two', text: 'no match: A', link: 'file:///two.yml#7,9' }],
    },
  ]);
  expect(eventNotes(results, 'file:///other.json')).toEqual([]);
});

const summaries: [RuleRun[], string][] = [
  [[rule], '2 of 4 events'],
  [[{ ...rule, hits: 1, events: 1 }], '1 of 1 event'],
  [[{ ...rule, expectations: [unmet, { ...unmet, met: true }] }], '2 of 4 events, 1 unmet expectation'],
  [[rule, { ...rule, hits: 0 }], '1 of 2 rules matched'],
];

test('the summary of a rule that could not be run does not count', () => {
  expect(summary({ ...result, rules: [{ ...rule, events: 0, hits: 0, obstacle: 'No events.' }] })).toBe('not run');
});

test('events that could not be read are told', () => {
  const file = { uri: 'file:///a.json', events: [], problems: [{ message: 'm', range: at(0) }] };
  const broken: RunResult = { ...result, files: [file, { ...file, problems: [] }] };
  expect(summary(broken)).toBe('2 of 4 events, 1 broken event file');
  expect(isTroubled(broken)).toBe(true);
  expect(isTroubled(result)).toBe(false);
});

test.each(summaries)('the summary of %j', (rules, expected) => {
  expect(summary({ ...result, rules })).toBe(expected);
});
