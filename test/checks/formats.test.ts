import { expect, test } from 'vitest';
import { expectFindings, findingsOf, fixed } from './annotations.ts';

const rest = `logsource:
    product: windows
detection:
    selection:
        Image: x
    condition: selection
`;

test('ids are UUIDs', () => {
  expectFindings(`title: Whoami
id: whoami-1
#   ^^^^^^^^ error(invalid-id): \`id\` must be a UUID such as
related:
    - id: '123'
      #    ^^^ error(invalid-id): \`id\` must be a UUID
      type: similar
${rest}`);
  expectFindings(`title: Whoami\nid: 6F0D2D0E-7A3C-4C5E-9D1B-2F4F1E0C8A57\n${rest}`);
});

test.each([
  ['{6F0D2D0E-7A3C-4C5E-9D1B-2F4F1E0C8A57}', /^6f0d2d0e-7a3c-4c5e-9d1b-2f4f1e0c8a57$/],
  ['6f0d2d0e7a3c4c5e9d1b2f4f1e0c8a57', /^6f0d2d0e-7a3c-4c5e-9d1b-2f4f1e0c8a57$/],
  ['whoami', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
])('the id `%s` is mended', (id, wanted) => {
  expect(/^id: '(.*)'$/m.exec(fixed(`title: Whoami\nid: '${id}'\n${rest}`, 'invalid-id'))?.[1]).toMatch(wanted);
});

test('dates', () => {
  expectFindings(`title: Whoami
date: 2023/03/14
#     ^^^^^^^^^^ warning(old-date-format): \`2023-03-14\`
modified: 14.03.2023
#         ^^^^^^^^^^ error(invalid-date): \`modified\` must be a date as \`YYYY-MM-DD\`.
${rest}`);
  expectFindings(`title: Whoami
date: '2023-02-29'
#      ^^^^^^^^^^ error(invalid-date): There is no day \`2023-02-29\` in the calendar.
modified: 2024-02-29
${rest}`);
});

test.each([
  ['2023/3/4', 'old-date-format', '2023-03-04'],
  ['2023-3-4', 'invalid-date', '2023-03-04'],
  ['2023.03.04', 'invalid-date', '2023-03-04'],
])('the date %s is mended', (date, code, wanted) => {
  expect(fixed(`title: Whoami\ndate: ${date}\n${rest}`, code)).toContain(`date: ${wanted}\n`);
});

test.each(['2023-13-01', '04/03/2023', '2023-02-30', 'yesterday'])('nobody knows what the date %s means', (date) => {
  const problems = findingsOf(`title: Whoami\ndate: ${date}\n${rest}`);
  expect(problems).toMatchObject([{ code: 'invalid-date' }]);
  expect(problems[0]?.fixes).toBeUndefined();
});

test.each([
  ['1 hour', '1h'],
  ['90min', '90m'],
  ['2w', '14d'],
  ['10M', undefined],
  ['0m', undefined],
  ['soon', undefined],
])('the time span `%s` is wrong', (timespan, wanted) => {
  const text = (span: string) =>
    `title: Many\ncorrelation:\n    type: temporal\n    rules: [a, b]\n    timespan: ${span}\n`;
  const problems = findingsOf(text(timespan));
  expect(problems).toMatchObject([{ code: 'invalid-timespan', severity: 'error' }]);
  expect(problems[0]?.fixes?.[0]?.edits[0]?.text).toBe(wanted);
  if (wanted !== undefined) expect(findingsOf(text(wanted))).toEqual([]);
});

test('tags need a namespace', () => {
  expectFindings(`title: Whoami
tags:
    - execution
    # ^^^^^^^^^ error(invalid-tag): Each entry of \`tags\` must be a namespace, a dot and a name
    - Attack.Initial Access
    # ^^^^^^^^^^^^^^^^^^^^^ error(invalid-tag): Each entry
    - d3fend.d3f-WindowsNtOpenFile
    - cve.2021-44228
    - car.2016-04-005
    - detection.threat-hunting
${rest}`);
  expect(fixed(`title: Whoami\ntags:\n    - Attack.Initial Access\n${rest}`, 'invalid-tag')).toContain(
    '- attack.initial-access\n',
  );
});
