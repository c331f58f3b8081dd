import { describe, expect, test } from 'vitest';
import { compileMatcher } from '../../server/src/match/compile.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { edited, expectFindings, findingsOf } from './annotations.ts';

const rule = (item: string): string =>
  `title: Whoami\nlogsource:\n    product: windows\ndetection:\n    selection:\n        ${item}\n    condition: selection\n`;

test('both readings are named where they differ', () => {
  expectFindings(`title: Whoami
logsource:
    product: windows
detection:
    selection:
        Code: 010
        #     ^^^ warning(ambiguous-yaml): \`010\` is the number 8 in YAML 1.1, which pySigma reads, and the number 10 in YAML 1.2.
        SubStatus: 0xC000006D
        #          ^^^^^^^^^^ warning(ambiguous-yaml): YAML reads \`0xC000006D\` as the number 3221225581.
        Answer:
            - no
            # ^^ warning(ambiguous-yaml): \`no\` is false in YAML 1.1, which pySigma reads, and text in YAML 1.2.
            - 'off'
            - maybe
        Time: 2026-03-14
        #     ^^^^^^^^^^ warning(ambiguous-yaml): makes a date
        Sign: =
        #     ^ warning(ambiguous-yaml): cannot read \`=\`
        404: x
        ^^^ warning(ambiguous-yaml): refuses it as a name
    keywords:
        - 1e3
        # ^^^ warning(ambiguous-yaml): \`1e3\` is text in YAML 1.1, which pySigma reads, and the number 1000 in YAML 1.2.
    on:
    ^^ warning(ambiguous-yaml): refuses it as a name
        User: x
    condition: selection or keywords or on
`);
});

describe('the fixes', () => {
  const cases: readonly (readonly [item: string, fixed: readonly string[]])[] = [
    ['Code: 010', ["Code: '010'", 'Code: 8', 'Code: 10']],
    ['Code: [1, 0x17]', ["Code: [1, '0x17']", 'Code: [1, 23]']],
    ['FileVersion: 1.10', ["FileVersion: '1.10'", 'FileVersion: 1.1']],
    ['Answer: yes', ["Answer: 'yes'", 'Answer: true']],
    ['User: ~', ["User: '~'", 'User: null']],
    ['Time: 12:30', ["Time: '12:30'", 'Time: 750']],
    ['Day: 2026-03-14', ["Day: '2026-03-14'"]],
    ['Size|lt: 010', ['Size|lt: 8', 'Size|lt: 10']],
    ['Size|exists: yes', ['Size|exists: true']],
    ['on: x', ["'on': x"]],
  ];
  test.each(cases)('of %s', (item, wanted) => {
    const text = rule(item);
    const [problem, ...others] = findingsOf(text);
    expect([problem?.code, others]).toEqual(['ambiguous-yaml', []]);
    const mended = problem?.fixes?.map(({ edits }) => edited(text, edits));
    expect(mended).toEqual(wanted.map(rule));
    for (const each of mended ?? []) expect(findingsOf(each)).toEqual([]);
  });
});

test.each([
  'Code: 10',
  "Code: '010'",
  'Code: !!str 010',
  'Code: &ten !!str 010',
  'Ratio: 1.5',
  'Flag: true',
  'User: null',
  'User: admin',
  'User: y',
  'Address: 192.168.0.1',
  // The same number for everybody.
  'Size|gt: 0x400',
  'Size|lt: 1.50',
])('nothing is to be said about %s', (item) => {
  expect(findingsOf(rule(item))).toEqual([]);
});

test.each([
  ['Code|contains: 010', 'modifier-value-type'],
  ['Size|lt: 1e3', 'modifier-value-type'],
])('%s has one finding, that of its modifier', (item, code) => {
  expect(findingsOf(rule(item)).map((problem) => problem.code)).toEqual([code]);
});

test('an anchored value is one finding, however often it is used', () => {
  const text = rule('Code: &code 010\n        Other: *code');
  expect(findingsOf(text).map(({ code }) => code)).toEqual(['ambiguous-yaml']);
});

test('thresholds of correlations', () => {
  expectFindings(`title: Many
correlation:
    type: event_count
    rules: [whoami]
    timespan: 5m
    condition:
        gte: 010
        #    ^^^ warning(ambiguous-yaml): \`010\` is the number 8 in YAML 1.1, which pySigma reads, and the number 10 in YAML 1.2.
        lt: 1_000
        #   ^^^^^ warning(ambiguous-yaml): Write the number that is meant in plain digits.
`);
});

test('what it warns of: the rule looks for the number', () => {
  const [parsed] = parseSigma(rule('FileVersion: 1.10')).rules;
  if (parsed?.kind !== 'detection') throw new Error('There is no rule.');
  const matches = compileMatcher(parsed);
  expect([matches({ FileVersion: '1.10' }), matches({ FileVersion: '1.1' })]).toEqual([false, true]);
});
