import { expect, test } from 'vitest';
import { expectFindings, findingsOf, fixed } from './annotations.ts';

test('a misspelt key is named, and the key that it stands for is not missing too', () => {
  expectFindings(`titel: Whoami
^^^^^ error(misspelt-key): Did you mean \`title\`?
descripton: Who
^^^^^^^^^^ warning(misspelt-key): Did you mean \`description\`?
realted:
^^^^^^^ warning(misspelt-key): Did you mean \`related\`?
    - id: 08fbc97d-0a2f-491c-ae21-8ffcfd3174e9
      type: derived
tag:
^^^ warning(misspelt-key): Did you mean \`tags\`?
    - attack.execution
falsepositive: none
^^^^^^^^^^^^^ warning(misspelt-key): Did you mean \`falsepositives\`?
logsorce:
^^^^^^^^ error(misspelt-key): Did you mean \`logsource\`?
    product: windows
detection:
    selection:
        Image: x
    condition: selection
`);
});

test('case, underscores and hyphens do not hide which key is meant', () => {
  expectFindings(
    `title: Whoami
False_Positives: none
^^^^^^^^^^^^^^^ warning(misspelt-key): Did you mean \`falsepositives\`?
logsource:
    product: windows
    Category: process_creation
    #^^^^^^^ warning(misspelt-key): Did you mean \`category\`?
detection:
    selection:
        Image: x
    condition: selection
`.replace('#^^^^^^^', '^^^^^^^^'),
  );
});

test('keys of one’s own are welcome at the top', () => {
  expectFindings(`title: Whoami
note: for us
data: 1
owner: team
runbook: https://example.com
rule: x
enrichment: [a]
custom:
    deep:
        deeper: yes
logsource:
    product: windows
detection:
    selection:
        Image: x
    condition: selection
`);
});

test('a misspelt key next to the right one is a key of one’s own', () => {
  expectFindings(`title: Whoami
tag: x
tags: [attack.execution]
logsource:
    product: windows
detection:
    selection:
        Image: x
    condition: selection
`);
});

test.each([
  ['title', 'logsource:\n    product: windows\ndetection:\n    a:\n        B: 1\n    condition: a\n', [0, 9]],
  ['logsource', 'title: Whoami\ndetection:\n    a:\n        B: 1\n    condition: a\n', [0, 5]],
])('a missing `%s` is reported on the first key', (key, text, [start, end]) => {
  const problems = findingsOf(text);
  expect(problems).toMatchObject([{ code: 'missing-key', range: { start, end }, severity: 'error' }]);
  expect(problems[0]?.message).toContain(`needs \`${key}\``);
});

test('what is missing deeper is reported on the key above', () => {
  expectFindings(`title: Many
correlation:
^^^^^^^^^^^ error(missing-key): \`correlation\` needs \`rules\`.
^^^^^^^^^^^ error(missing-key): \`correlation\` needs \`timespan\`.
    type: value_count
    condition:
    ^^^^^^^^^ error(missing-key): \`condition\` needs one of \`gt\`, \`gte\`, \`lt\`, \`lte\`, \`eq\`, \`neq\`.
        field: User
related:
    - type: similar
      ^^^^ error(missing-key): \`related\` needs \`id\`.
`);
});

test('a misspelt `condition` is not a search identifier', () => {
  const found = findingsOf(
    'title: Whoami\nlogsource:\n    product: windows\ndetection:\n    selection:\n        Image: x\n    conditon: selection\n',
  );
  expect(found.map((problem) => problem.code)).toEqual(['misspelt-key']);
});

test('only known keys have a meaning under logsource, correlation, its condition and related', () => {
  expectFindings(`title: Many
related:
    - id: 08fbc97d-0a2f-491c-ae21-8ffcfd3174e9
      type: similar
      because: x
      ^^^^^^^ warning(unknown-key): \`related\` has no key \`because\`
correlation:
    type: event_count
    rules: [x]
    group: [x]
    ^^^^^ warning(unknown-key): \`correlation\` has no key \`group\`
    time-span: 1m
    ^^^^^^^^^ error(misspelt-key): Did you mean \`timespan\`?
    condition:
        gtee: 1
        ^^^^ error(misspelt-key): Did you mean \`gte\`?
        per: 2
        ^^^ error(unknown-key): \`condition\` has no key \`per\`
`);
});

test('the fix renames the key', () => {
  const text = 'titel: Whoami\nlogsource:\n    product: windows\ndetection:\n    a:\n        B: 1\n    condition: a\n';
  expect(fixed(text, 'misspelt-key')).toBe(text.replace('titel', 'title'));
});

test('documents of a collection take over keys from each other: only the collection is reported', () => {
  expectFindings(`action: global
^^^^^^^^^^^^^^ error(rule-collection): no longer part of Sigma
title: Whoami
detection:
    a:
        B: 1
    condition: a
---
logsource:
    product: windows
detection:
    a:
        B: 2
`);
});

test('while YAML errors hide a part of the rule nothing is said about what is missing', () => {
  const found = findingsOf("title: Whoami\nauthor:\nlogsource:\n    product: 'windows\ndetection:\n");
  expect(found.map(({ code }) => code)).toContain('yaml-syntax');
  expect(found.map(({ code }) => code)).not.toContain('missing-key');
  expect(found.map(({ code }) => code)).not.toContain('empty-value');
});

test('a half-typed key has one finding', () => {
  expectFindings(`title: Whoami
dat
^^^ error(yaml-syntax):
logsource:
    product: windows
detection:
    selection:
        Image: x
    condition: selection
`);
});

test.each([
  ['reference', 'references'],
  ['refrences', 'references'],
  ['refrence', 'references'],
  ['descritpon', 'description'],
  ['authors', 'author'],
  ['licence', 'license'],
  ['stauts', 'status'],
  ['levle', 'level'],
  ['modifed', 'modified'],
  ['dates', 'date'],
  ['taxnomy', 'taxonomy'],
  ['FalsePositives', 'falsepositives'],
  ['Level', 'level'],
  ['feilds', 'fields'],
  ['nmae', 'name'],
  ['relatde', 'related'],
  ['regression-tests-path', 'regression_tests_path'],
])('`%s` is taken for `%s`', (key, wanted) => {
  const text = `title: Whoami\n${key}: x\nlogsource:\n    product: windows\ndetection:\n    a:\n        B: 1\n    condition: a\n`;
  expect(findingsOf(text)).toMatchObject([{ code: 'misspelt-key', message: expect.stringContaining(`\`${wanted}\``) }]);
});

test.each([
  'note',
  'data',
  'tactics',
  'severity',
  'version',
  'enabled',
  'source',
  'created',
  'modified_by',
  'related_to',
  'description_de',
  'x_title',
  'techniques',
  'platform',
  'type',
  'uuid',
  'labels',
  'state',
  'owner',
  'links',
  'runbook',
  'query',
  'sigma-version',
  'risk',
  'notes',
  'lab',
  'selection',
  'updated',
  'rated',
  'leveled_up',
])('`%s` is a key of one’s own', (key) => {
  const text = `title: Whoami\n${key}: x\nlogsource:\n    product: windows\ndetection:\n    a:\n        B: 1\n    condition: a\n`;
  expect(findingsOf(text)).toEqual([]);
});
