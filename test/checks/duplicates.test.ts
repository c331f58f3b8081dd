import { expect, test } from 'vitest';
import { expectFindings, findingsOf, fixed } from './annotations.ts';

test('the same value twice in an item, regardless of case', () => {
  expectFindings(
    `title: Whoami
logsource:
    product: windows
detection:
    selection:
        Image|endswith:
            - '\\a.exe'
            - '\\A.exe'
            # ^^^^^^^^ warning(duplicate-value): is in this list already
        EventID: [1, 2, 1]
        #               ^ warning(duplicate-value): \`1\` is in this list already.
    keywords:
        - x
        - X
        # ^ warning(duplicate-value): is in this list already
    maps:
        - Image:
              - a
              - a
              # ^ warning(duplicate-value): is in this list already
        - Image:
              - a
    condition: selection or keywords or maps
`.replace('# ^^^^^^^^ warning', '  ^^^^^^^^ warning'),
  );
});

test('values that differ where it counts', () => {
  expectFindings(`title: Whoami
logsource:
    product: windows
detection:
    selection:
        Image|re:
            - 'a'
            - 'A'
        User|cased|contains:
            - 'a'
            - 'A'
        Blob|base64offset|contains:
            - 'abc'
            - 'ABC'
    condition: selection
`);
});

test('the fix removes the line, or the item', () => {
  const block = (items: string) =>
    `title: Whoami\nlogsource:\n    product: windows\ndetection:\n    s:\n        A:\n${items}    condition: s\n`;
  expect(fixed(block('            - a # first\n            - a # again\n            - b\n'), 'duplicate-value')).toBe(
    block('            - a # first\n            - b\n'),
  );
  const flow = (items: string) =>
    `title: Whoami\nlogsource:\n    product: windows\ndetection:\n    s:\n        A: [${items}]\n    condition: s\n`;
  expect(fixed(flow('a, b, a, c'), 'duplicate-value')).toBe(flow('a, b, c'));
});

test('a hundred thousand equal values are a hundred findings', () => {
  const text = `title: Whoami\nlogsource:\n    product: windows\ndetection:\n    s:\n        A:\n${'            - a\n'.repeat(100_000)}    condition: s\n`;
  expect(findingsOf(text)).toHaveLength(100);
});

test('repetitions in lists of metadata', () => {
  expectFindings(`title: Whoami
references:
    - https://example.com/a
    - https://example.com/A
    - https://example.com/a
    # ^^^^^^^^^^^^^^^^^^^^^ warning(duplicate-entry): is in this list already
logsource:
    product: windows
detection:
    selection:
        Image: x
    condition: selection
`);
});

test('repetitions in the lists of correlations and filters', () => {
  expectFindings(`title: Many
correlation:
    type: event_count
    rules: [a, a]
    #          ^ warning(duplicate-entry): is in this list already
    group-by: [User, User]
    #                ^^^^ warning(duplicate-entry): is in this list already
    timespan: 5m
    condition: {gte: 3}
---
title: Filter
logsource: {product: windows}
filter:
    rules:
        - a
        - a
        # ^ warning(duplicate-entry): is in this list already
    selection:
        User: x
    condition: not selection
`);
});
