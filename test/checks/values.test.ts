import { expect, test } from 'vitest';
import { expectFindings, findingsOf, fixed } from './annotations.ts';

const rest = `logsource:
    product: windows
detection:
    selection:
        Image: x
    condition: selection
`;

test('one wrong word is one finding, with the word that was meant', () => {
  expectFindings(`title: Whoami
status: experimantal
#       ^^^^^^^^^^^^ error(invalid-value): Did you mean \`experimental\`?
level: 'hihg'
#       ^^^^ error(invalid-value): \`level\` must be one of \`informational\`, \`low\`, \`medium\`, \`high\`, \`critical\`. Did you mean \`high\`?
related:
    - id: 08fbc97d-0a2f-491c-ae21-8ffcfd3174e9
      type: derivd
      #     ^^^^^^ error(invalid-value): Did you mean \`derived\`?
${rest}`);
});

test('a word that is like none of the allowed ones has no suggestion', () => {
  const [problem] = findingsOf(`title: Whoami\nlevel: zzzzzzzzz\n${rest}`);
  expect(problem).toMatchObject({ code: 'invalid-value' });
  expect(problem?.message).not.toContain('mean');
  expect(problem?.fixes).toBeUndefined();
});

test('capital letters in fixed words', () => {
  expectFindings(`title: Whoami
status: Test
#       ^^^^ warning(wrong-case): \`test\`
level: HIGH
#      ^^^^ warning(wrong-case): \`high\`
${rest}`);
  expect(fixed(`title: Whoami\nlevel: "High"\n${rest}`, 'wrong-case')).toBe(`title: Whoami\nlevel: "high"\n${rest}`);
});

test('wrong types are placed on the value', () => {
  expectFindings(`title: 4625
#      ^^^^ error(wrong-type): \`title\` must be a text.
author: [a, b]
#       ^^^^^^ error(wrong-type): \`author\` must be a text.
references: https://example.com
#           ^^^^^^^^^^^^^^^^^^^ error(wrong-type): \`references\` must be a list of texts.
falsepositives:
    - Unknown
    - 7
    # ^ error(wrong-type): Each entry of \`falsepositives\` must be a text.
tags: attack.t1059
#     ^^^^^^^^^^^^ error(wrong-type): \`tags\` must be a list of texts.
level: [high]
#      ^^^^^^ error(invalid-value): \`level\` must be one of
${rest}`);
});

test('texts that YAML reads as something else get quotes, single values become lists', () => {
  expect(fixed(`title: No\n${rest}`, 'wrong-type')).toBe(`title: 'No'\n${rest}`);
  expect(fixed(`title: Whoami\nreferences: https://example.com\n${rest}`, 'wrong-type')).toBe(
    `title: Whoami\nreferences:\n    - https://example.com\n${rest}`,
  );
});

test('keys and entries without a value', () => {
  expectFindings(`title:
^^^^^ error(empty-value): \`title\` has no value.
author:
^^^^^^ warning(empty-value): \`author\` has no value. It must be a text.
level:
^^^^^ warning(empty-value): \`level\` has no value. It must be one of
related: []
references:
    -
    ^ warning(empty-value): An entry of \`references\` has no value. It must be a text.
${rest}`);
});

test('a log source has to name something', () => {
  expectFindings(`title: Whoami
logsource:
^^^^^^^^^ error(missing-key): \`logsource\` needs one of \`category\`, \`product\`, \`service\`.
    definition: any
detection:
    selection:
        Image: x
    condition: selection
`);
  expectFindings(`title: Whoami
logsource: windows
#          ^^^^^^^ error(wrong-type): \`logsource\` must be a mapping with \`category\`, \`product\` or \`service\`.
detection:
    selection:
        Image: x
    condition: selection
`);
});

test('a text that is too long', () => {
  expectFindings(`title: ${'x'.repeat(257)}
#      ${'^'.repeat(257)} warning(too-long): \`title\` has 257 characters; at most 256 are allowed.
${rest}`);
  expectFindings(`title: ${'x'.repeat(256)}\n${rest}`);
});

test('values that aliases stand for are reported where the alias stands', () => {
  expectFindings(
    `title: &n 5
#      ^^^^ error(wrong-type): \`title\` must be a text.
author: *n
#       ^^ error(wrong-type): \`author\` must be a text.
${rest}`.replace('^^^^ error(wrong-type): `title`', '   ^ error(wrong-type): `title`'),
  );
});

test('what a correlation must say', () => {
  expectFindings(`title: Many
correlation:
    type: event_cont
    #     ^^^^^^^^^^ error(invalid-value): Did you mean \`event_count\`?
    rules: []
    ^^^^^ warning(empty-value): \`rules\` has no entries.
    timespan: 5m
    condition:
        gte: '5'
        #    ^^^ error(wrong-type): \`gte\` must be a number.
        percentile: 101
        #           ^^^ error(invalid-value): \`percentile\` must be a number from 0 to 100.
generate: maybe
#         ^^^^^ error(wrong-type): \`generate\` must be \`true\` or \`false\`.
`);
});

test('correlations as the specification has them', () => {
  expectFindings(`title: Many
correlation:
    type: value_percentile
    rules: [a]
    group-by: [User]
    timespan: 24h
    condition:
        field: bytes
        percentile: 95
        gt: 2
        lte: 4.5
---
title: Sequence
correlation:
    type: temporal_ordered
    rules: [a, b]
    group-by: [ip]
    aliases:
        ip:
            a: SourceIp
            b: DestinationIp
    timespan: 5m
---
title: Extended
correlation:
    type: temporal
    rules: [a, b]
    timespan: 5m
    condition: a and not b
generate: true
`);
});

test('a counting correlation needs a threshold', () => {
  expectFindings(`title: Many
correlation:
^^^^^^^^^^^ error(missing-key): \`correlation\` needs \`condition\`.
    type: event_count
    rules: [a]
    timespan: 5m
---
title: Many
correlation:
    type: event_count
    rules: [a]
    timespan: 5m
    condition: a and b
    #          ^^^^^^^ error(wrong-type): \`condition\` must be a mapping such as \`gte: 10\`.
`);
});

test('filters', () => {
  expectFindings(`title: Admins
logsource:
    product: windows
filter:
    rules: any
    selection:
        User: x
    condition: not selection
---
title: Admins
logsource:
    product: windows
filter:
^^^^^^ error(missing-key): \`filter\` needs \`rules\`.
    selection:
        User: x
    condition: not selection
`);
});
