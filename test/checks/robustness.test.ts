import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentationOf } from '../../server/src/checks/documentation.ts';
import { findingsOf } from './annotations.ts';

const rules = [
  `title: Whoami
id: 6f0d2d0e-7a3c-4c5e-9d1b-2f4f1e0c8a57
related:
    - id: 08fbc97d-0a2f-491c-ae21-8ffcfd3174e9
      type: similar
status: test
references:
    - https://example.com
date: 2026-03-14
tags:
    - attack.t1059
    - attack.defense-evasion
logsource:
    category: process_creation
    product: windows
detection:
    selection: &anchor
        Image|endswith:
            - '\\whoami.exe'
    filter: *anchor
    condition: selection and not filter
falsepositives:
    - Unknown
level: high
`,
  `title: Many
correlation:
    type: value_count
    rules: [a]
    group-by: [User]
    timespan: 5m
    condition: {field: Host, gte: 3}
---
title: Filter
logsource: {product: windows}
filter:
    rules: any
    selection:
        User: x
    condition: not selection
`,
];

const everything = { profile: 'all', today: '2026-03-20', path: 'rules-dfir/whoami.yml' } as const;

test('half-typed rules never break a check, and every finding has a place and documentation', () => {
  const edit = fc.record({
    at: fc.nat(2000),
    length: fc.nat(40),
    text: fc.oneof(
      fc.constantFrom('', ':', '- ', '\n', "'", '|', '[', '{', '&a ', '*a', 'null', '\t', '---\n', '<<: '),
      fc.string(),
    ),
  });
  fc.assert(
    fc.property(fc.constantFrom(...rules), fc.array(edit, { minLength: 1, maxLength: 6 }), (rule, edits) => {
      const text = edits.reduce((current, { at, length, text }) => {
        const start = at % (current.length + 1);
        return current.slice(0, start) + text + current.slice(start + length);
      }, rule);
      for (const { code, range, message } of findingsOf(text, everything)) {
        expect(documentationOf(code), code).toBeDefined();
        expect(message).toMatch(/\S/);
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
        expect(range.end).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 300 },
  );
}, 60_000);

test.each([
  ['nothing', ''],
  ['a number for every key', 'title: 1\nid: 1\nrelated: 1\nstatus: 1\ntags: 1\nlogsource: 1\ndetection: 1\nlevel: 1\n'],
  [
    'a list for every key',
    'title: []\nid: []\nrelated: {}\nstatus: []\ntags: {}\nlogsource: []\ndetection: []\nlevel: []\n',
  ],
  ['nothing for every key', 'title:\nid:\nrelated:\nstatus:\ntags:\nlogsource:\ndetection:\nlevel:\n'],
  [
    'names of prototypes',
    'title: x\n__proto__: 1\nconstructor: 2\nlogsource:\n    __proto__: 1\ndetection:\n    __proto__: 2\n',
  ],
  ['keys that are no texts', '? [a]\n: b\n1: 2\ntitle: x\nlogsource: {? {a: b} : c}\ndetection: {[1]: 2}\n'],
])('%s', (_, text) => {
  for (const { code } of findingsOf(text, everything)) expect(documentationOf(code), code).toBeDefined();
});

test('100,000 unknown keys', () => {
  const keys = Array.from({ length: 100_000 }, (_, index) => `key${index}: 1`);
  const text = `title: x\nlogsource:\n    ${keys.join('\n    ')}\ndetection:\n    a: {B: 1}\n    condition: a\n`;
  expect(findingsOf(text)).toHaveLength(100);
  expect(findingsOf(`${keys.join('\n')}\n${rules[0]}`).map(({ code }) => code)).toEqual([
    'technique-without-tactic',
    'retired-tactic',
    'filter-takes-everything',
  ]);
}, 60_000);
