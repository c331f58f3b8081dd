import { expect, test } from 'vitest';
import type { CheckOptions } from '../../server/src/checks/checkFile.ts';
import { expectFindings, findingsOf, fixed } from './annotations.ts';

/** With all that SigmaHQ wants, so that only what a test is about is found. */
const header = `id: 6f0d2d0e-7a3c-4c5e-9d1b-2f4f1e0c8a57
status: experimental
description: Somebody asks under which account he runs.
references:
    - https://example.com/report
author: Ada Example
date: 2026-03-14
tags:
    - attack.discovery
    - attack.t1033
`;
const rest = `logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\whoami.exe'
    condition: selection
`;
const footer = 'falsepositives:\n    - Unknown\nlevel: low\n';
const sigmahq: CheckOptions = { profile: 'sigmahq', today: '2026-03-20', path: 'rules/proc_creation_win_whoami.yml' };

test('a rule as SigmaHQ wants it', () => {
  expectFindings(`title: Whoami Execution\n${header}${rest}${footer}`, sigmahq);
});

test('titles', () => {
  expectFindings(
    `title: Detects the whoami of a.exe and x/y via cmd-line.
#      ^^^^^^^ information(title-start): Begin the title with what it is.
#                  ^^^^^^ information(title-case): \`whoami\` with a capital letter
#                                                      ^ information(title-end): A title ends without a dot.
${header}${rest}${footer}`,
    sigmahq,
  );
});

test('a rule that SigmaHQ’s configuration excludes from a check (tests/sigma_cli_conf.yml) is passed over in the profile `sigmahq` only', () => {
  const text = (id: string) =>
    `title: Whoami Execution\n${header}${rest}${footer}`
      .replace(/^id: .*/m, `id: ${id}`)
      .replace("Image|endswith: '\\whoami.exe'", "CommandLine|contains: 'dir \\*'");
  const codes = (id: string, profile: 'sigmahq' | 'all') =>
    findingsOf(text(id), { ...sigmahq, profile }).map(({ code }) => code);
  const excluded = '021310d9-30a6-480a-84b7-eaa69aeb92bb';
  expect(codes('6f0d2d0e-7a3c-4c5e-9d1b-2f4f1e0c8a57', 'sigmahq')).toEqual(['escaped-wildcard']);
  expect(codes(excluded, 'sigmahq')).toEqual([]);
  expect(codes(excluded, 'all')).toEqual(['escaped-wildcard']);
});

test('what is missing', () => {
  const found = findingsOf(`title: Whoami\n${rest}`, { profile: 'sigmahq' }).map(({ code }) => code);
  expect(found).toEqual([
    'missing-id',
    'missing-status',
    'missing-description',
    'missing-author',
    'missing-date',
    'missing-level',
  ]);
});

test.each([
  ['missing-status', `title: Whoami\n${rest}`, `title: Whoami\nstatus: experimental\n${rest}`],
  ['missing-date', `title: A\nauthor: B\n${rest}`, `title: A\nauthor: B\ndate: 2026-03-20\n${rest}`],
  [
    'missing-status',
    `title: A\r\nid: 6f0d2d0e-7a3c-4c5e-9d1b-2f4f1e0c8a57 # mine\r\nlevel: low\r\n`,
    `title: A\r\nid: 6f0d2d0e-7a3c-4c5e-9d1b-2f4f1e0c8a57 # mine\r\nstatus: experimental\r\nlevel: low\r\n`,
  ],
  [
    'link-in-description',
    `title: A\ndescription: |\n    See https://example.com/x.\nlevel: low\n${rest}`,
    `title: A\ndescription: |\n    See https://example.com/x.\nreferences:\n    - https://example.com/x\nlevel: low\n${rest}`,
  ],
  [
    'redundant-modified',
    `title: A\ndate: 2026-03-14\nmodified: 2026-03-14 # today\n# logs\n${rest}`,
    `title: A\ndate: 2026-03-14\n# logs\n${rest}`,
  ],
  ['deprecated-fields-key', `title: A\nfields:\n    - User # who\n    - Host\n${rest}`, `title: A\n${rest}`],
  ['title-start', `title: 'Detects whoami'\n${rest}`, `title: 'Whoami'\n${rest}`],
  ['title-end', `title: "A b."   # so\n${rest}`, `title: "A b"   # so\n${rest}`],
  ['title-case', `title: Use Of whoami\n${rest}`, `title: Use Of Whoami\n${rest}`],
  ['false-positive-case', `${rest}falsepositives: [admins]\n`, `${rest}falsepositives: [Admins]\n`],
  ['false-positive-banned-word', `${rest}falsepositives:\n  - none\n`, `${rest}falsepositives:\n  - Unlikely\n`],
  ['false-positive-typo', `${rest}falsepositives:\n  - "Unkown"\n`, `${rest}falsepositives:\n  - "Unknown"\n`],
  [
    'attack-link',
    `title: A\nreferences:\n    - https://attack.mitre.org/techniques/T1059/001/\ntags:\n    - attack.execution # x\n${rest}`,
    `title: A\ntags:\n    - attack.execution\n    - attack.t1059.001 # x\n${rest}`,
  ],
  [
    'technique-without-tactic',
    `title: A\ntags:\n  - attack.t1059.001\n${rest}`,
    `title: A\ntags:\n  - attack.execution\n  - attack.t1059.001\n${rest}`,
  ],
  ['several-tlp-tags', `tags: [tlp.clear, tlp.red]\n${rest}`, `tags: [tlp.clear]\n${rest}`],
  ['tlp-white', `tags: ['tlp.white']\n${rest}`, `tags: ['tlp.clear']\n${rest}`],
])('%s is mended, and nothing else is touched', (code, before, after) => {
  const options: CheckOptions = { profile: 'sigmahq', today: '2026-03-20' };
  expect(mended(before, code, options)).toBe(after);
});

function mended(text: string, code: string, options: CheckOptions): string {
  const problem = findingsOf(text, options).find((each) => each.code === code);
  const edits = problem?.fixes?.[0]?.edits ?? [];
  expect(edits).not.toHaveLength(0);
  return [...edits]
    .sort((first, second) => second.range.start - first.range.start)
    .reduce((result, { range, text: put }) => result.slice(0, range.start) + put + result.slice(range.end), text);
}

test.each([
  ['who.yml', ['filename-length']],
  ['Proc-Creation-Win.yml', ['filename-convention']],
  ['procwhoami.yml', ['filename-convention']],
  ['proc_creation_win_whoami.yaml', ['filename-convention']],
  ['proc_creation_win_whoami.yml', []],
])('the file name %s', (name, wanted) => {
  const found = findingsOf(`title: Whoami Execution\n${header}${rest}${footer}`, { ...sigmahq, path: `a\\b\\${name}` });
  expect(found.map(({ code }) => code)).toEqual(wanted);
});

test('the age of a rule counts only where the day is known', () => {
  const text = `title: Whoami Execution\n${header.replace('experimental', 'stable')}${rest}${footer}`;
  const codes = (today?: string) =>
    findingsOf(text, { profile: 'sigmahq', ...(today && { today }) }).map(({ code }) => code);
  expect(codes()).toEqual([]);
  expect(codes('2026-05-13')).toEqual(['status-too-high']);
  expect(codes('2026-05-14')).toEqual([]);
});

test('folders', () => {
  const text = `title: Whoami Execution\n${header.replace('experimental', 'deprecated')}${rest}${footer}`;
  const codes = (path: string) => findingsOf(text, { ...sigmahq, path }).map(({ code }) => code);
  expect(codes('deprecated/windows/proc_creation_win_whoami.yml')).toEqual([]);
  expect(codes('rules/windows/proc_creation_win_whoami.yml')).toEqual(['status-folder']);
  expect(codes('deprecated/rules-dfir/proc_creation_win_whoami.yml')).toEqual(['missing-detection-tag']);
});

test('tags of each namespace', () => {
  expectFindings(
    `title: Whoami
tags:
    - cve.2024.3400
    # ^^^^^^^^^^^^^ warning(invalid-cve-tag): a year, a hyphen and a number
    - car.2016-1-1
    # ^^^^^^^^^^^^ warning(invalid-car-tag): three digits
    - detection.hunting
    # ^^^^^^^^^^^^^^^^^ warning(invalid-detection-tag): is one of
    - stp.6
    # ^^^^^ warning(invalid-stp-tag): a level from 1 to 5
    - stp.3k
    - d3fend.defend
    # ^^^^^^^^^^^^^ warning(invalid-d3fend-tag): names a tactic
    - d3fend.d3-pla
    - tlp.ambre
    # ^^^^^^^^^ warning(unknown-tlp-tag): has no label \`ambre\`
${rest}`,
  );
  expect(fixed(`title: A\ntags: [car.2016-1-1]\n${rest}`, 'invalid-car-tag')).toContain('[car.2016-01-001]');
});

test('behind a byte order mark keys are added without a blank before them', () => {
  const text = `\ufefftitle: A\n${rest}`;
  expect(mended(text, 'missing-status', { profile: 'sigmahq' })).toBe(`\ufefftitle: A\nstatus: experimental\n${rest}`);
  const dated = `\ufeffmodified: 2026-03-14\ndate: 2026-03-14\ntitle: A\n${rest}`;
  expect(mended(dated, 'redundant-modified', { profile: 'sigmahq' })).toBe(dated.replace('modified: 2026-03-14\n', ''));
});

test('a link at the end of a line is marked alike with either line end', () => {
  for (const style of ['|', '>', '>-', '']) {
    const text = `title: A\ndescription: ${style}\n    See https://example.com/x\n    and more.\n${rest}`;
    for (const written of [text, text.replaceAll('\n', '\r\n')]) {
      const found = findingsOf(written, { profile: 'sigmahq' }).find(({ code }) => code === 'link-in-description');
      expect(written.slice(found?.range.start, found?.range.end)).toBe('https://example.com/x');
    }
  }
});
