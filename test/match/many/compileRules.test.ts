import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileMatcher } from '../../../server/src/match/compile.ts';
import { compileRules } from '../../../server/src/match/many/compileRules.ts';
import type { Expression } from '../../../server/src/sigma/expression.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';
import type { SigmaRule } from '../../../server/src/sigma/rule.ts';
import { event, expression } from '../arbitraries.ts';

function rulesOf(...detections: string[]): SigmaRule[] {
  const documents = detections.map(
    (detection, index) => `title: Rule ${index}\nlogsource:\n    category: process_creation\ndetection:\n${detection}`,
  );
  return [...parseSigma(documents.join('\n---\n')).rules];
}

const image = (name: string): string =>
  `    selection:\n        Image|endswith: '\\${name}.exe'\n    condition: selection`;

it('tells the rules that match, in the order of the list', () => {
  const rules = rulesOf(
    image('b'),
    image('a'),
    image('b'),
    '    selection:\n        User: null\n    condition: selection',
  );
  const matches = compileRules(rules);
  expect(matches({ Image: 'C:\\B.EXE', User: 'x' })).toEqual([
    { rule: rules[0], index: 0 },
    { rule: rules[2], index: 2 },
  ]);
  expect(matches({ Image: 'C:\\a.exe' }).map(({ index }) => index)).toEqual([1, 3]);
  expect(matches({ User: 'x' })).toEqual([]);
});

it('keeps nothing of an event for the next', () => {
  const matches = compileRules(rulesOf(image('a')));
  const event: Record<string, unknown> = { Image: '\\a.exe' };
  expect(matches(event)).toHaveLength(1);
  event.Image = '\\b.exe';
  expect(matches(event)).toHaveLength(0);
  event.Image = ['\\b.exe', ['\\A.exe']];
  expect(matches(event)).toHaveLength(1);
  expect(matches({})).toHaveLength(0);
});

it('refuses what cannot be matched, each with its reason, and goes on with the rest', () => {
  const rules = rulesOf(
    "    selection:\n        Image|expand: '%tools%'\n    condition: selection",
    image('a'),
    "    selection:\n        Image|endswit: 'x'\n    condition: selection",
  );
  const { refused } = compileRules(rules);
  expect(refused.map(({ index, problem }) => [index, problem.code])).toEqual([
    [0, 'unresolved-placeholder'],
    [2, 'unknown-modifier'],
  ]);
  expect(compileRules(rules)({ Image: '\\a.exe' }).map(({ index }) => index)).toEqual([1]);
});

it('gives placeholders their values', () => {
  const rules = rulesOf("    selection:\n        Image|expand|endswith: '%tools%'\n    condition: selection");
  const matches = compileRules(rules, { placeholders: { tools: ['\\nmap.exe', '\\nc.exe'] } });
  expect(matches.refused).toEqual([]);
  expect(matches({ Image: 'C:\\NC.exe' })).toHaveLength(1);
  expect(matches({ Image: 'C:\\nd.exe' })).toHaveLength(0);
});

it('asks whether a rule is for an event only when it matches', () => {
  const asked: unknown[] = [];
  const matches = compileRules(rulesOf(image('a'), image('b')), {
    appliesTo: (rule) => (one) => {
      asked.push(rule.title?.value);
      return one.EventID === 1;
    },
  });
  expect(matches({ EventID: 3, Image: '\\a.exe' })).toEqual([]);
  expect(matches({ EventID: 1, Image: '\\b.exe' })).toHaveLength(1);
  expect(asked).toEqual(['Rule 0', 'Rule 1']);
});

it('answers as each rule does by itself', { timeout: 60_000 }, () => {
  let matched = 0;
  fc.assert(
    fc.property(
      fc.array(expression, { maxLength: 8 }),
      fc.array(event, { minLength: 1, maxLength: 4 }),
      (trees, events) => {
        const rules = trees.map(detection);
        const alone = rules.map((rule) => compileMatcher(rule));
        const together = compileRules(rules);
        for (const one of events) {
          const expected = alone.flatMap((matches, index) => (matches(one) ? [index] : []));
          matched += expected.length;
          expect(together(one).map(({ index }) => index)).toEqual(expected);
        }
      },
    ),
    { numRuns: 1000 },
  );
  expect(matched).toBeGreaterThan(300);
});

const [template] = rulesOf(image('a'));

function detection(tree: Expression): SigmaRule {
  if (template?.kind !== 'detection') throw new Error('The template is no detection.');
  return { ...template, expression: tree };
}
