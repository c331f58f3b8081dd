import { expect, test } from 'vitest';
import { fixAll } from '../../server/src/checks/fixAll.ts';
import { edited, expectFindings, findingsOf } from './annotations.ts';

const rule = (lines: string, category = 'process_creation') =>
  `title: Whoami\nlogsource:\n    category: ${category}\n    product: windows\ndetection:\n    selection:\n${lines
    .split('\n')
    .map((line) => (/^ *\^/.test(line) ? line : `        ${line}`))
    .join('\n')}\n    condition: selection\n`;

/** The item after the only fix of the only finding with the code. */
function mended(item: string, code: string, profile: 'spec' | 'sigmahq' = 'spec'): string {
  const text = rule(item);
  const found = findingsOf(text, { profile }).filter((problem) => problem.code === code);
  expect(found.map(({ message }) => message)).toHaveLength(1);
  const lines = edited(text, found[0]?.fixes?.[0]?.edits ?? []).split('\n');
  return lines
    .slice(6, -2)
    .map((line) => line.slice(8))
    .join('\n');
}

const codes = (item: string, profile: 'spec' | 'sigmahq' = 'spec') =>
  findingsOf(rule(item), { profile, severities: { identifier_existence: 'off' } })
    .filter(({ code }) => !code.startsWith('missing-'))
    .map(({ code }) => code);

test.each([
  ['double-wildcard', "Image: 'a**b'", "Image: 'a*b'"],
  ['double-wildcard', "Image: 'a\\\\***b'", "Image: 'a\\\\*b'"],
  ['control-character', 'Image: "C:\\temp"', 'Image: "C:\\\\temp"'],
  ['wildcards-instead-of-modifiers', "Image: '*\\a.exe'", "Image|endswith: '\\a.exe'"],
  ['wildcards-instead-of-modifiers', "Image: 'C:\\\\*' # all", "Image|startswith: 'C:\\\\' # all"],
  [
    'wildcards-instead-of-modifiers',
    'CommandLine|all:\n    - \'*a*\'\n    - "*b*"',
    'CommandLine|contains|all:\n    - \'a\'\n    - "b"',
  ],
  ['wildcards-instead-of-modifiers', 'Image: admin*', 'Image|startswith: admin'],
  ['all-with-one-value', 'Image|contains|all: x', 'Image|contains: x'],
  ['all-without-contains', 'Image|all: [x, y]', 'Image|contains|all: [x, y]'],
  ['base64offset-without-contains', 'Image|base64offset: xyz', 'Image|base64offset|contains: xyz'],
  ['field-case', 'image|endswith: x', 'Image|endswith: x'],
  ['unknown-field', "'Imagee|endswith': x", "'Image|endswith': x"],
  ['backslash-mistake', "Image: 'C:\\Users\\*\\a.exe'", "Image: 'C:\\Users\\\\*\\a.exe'"],
  ['backslash-mistake', 'Image: "C:\\\\*\\\\a.exe"', 'Image: "C:\\\\\\\\*\\\\a.exe"'],
  ['backslash-mistake', "Image|startswith: '\\\\srv\\share'", "Image|startswith: '\\\\\\\\srv\\share'"],
  ['lookalike-character', "Image: 'who\u00a0\u0430m'", "Image: 'who am'"],
  ['lookalike-character', 'Image: "c\u200bmd"', 'Image: "cmd"'],
  ['stray-whitespace', "Image|endswith: 'a.exe '", "Image|endswith: 'a.exe'"],
  ['stray-whitespace', "Image|startswith: ' C:\\'", "Image|startswith: 'C:\\'"],
  ['stray-whitespace', 'CommandLine: |\n    whoami', 'CommandLine: |-\n    whoami'],
  ['regex-flavour', "CommandLine|re: '(?i)a'", "CommandLine|re|i: 'a'"],
  ['regex-flavour', "CommandLine|re: 'a.*?b'", "CommandLine|re: 'a.*b'"],
  ['regex-flavour', "CommandLine|re: '(?P<x>a)'", "CommandLine|re: '(a)'"],
  ['category-event-id', 'EventID: 1\nImage: x', 'Image: x'],
])('%s: %s', (code, before, after) => {
  expect(mended(before, code)).toBe(after);
});

test.each([
  ['number-as-string', "ProcessId: '4'", 'ProcessId: 4'],
  ['space-in-field-name', "'Command Line|contains': x", "'CommandLine|contains': x"],
])('%s in the profile `sigmahq`: %s', (code, before, after) => {
  expect(mended(before, code, 'sigmahq')).toBe(after);
});

test.each([
  ["Image: 'a*b'"],
  ["Image: '*'"],
  ["Image|contains: '\\\\*'"],
  ["CommandLine|contains: ' -a '"],
  ["CommandLine|endswith: ' '"],
  ["CommandLine|contains: 'dir \\*'"],
  ["CommandLine|startswith: '\\\\\\\\srv\\share'"],
  ["CommandLine|contains: '\\\\srv\\share'"],
  ["CommandLine: ['who\u0430mi', 'whoami']"],
  ["Description: 'Guard\u2019s tool'"],
  ["CommandLine|contains: 'приве\u0442'"],
  ["CommandLine|re: '[?*+]{1,2}\\s\\d(?:a|b)\\\\?'"],
  ["CommandLine|re|all: ['a', 'b']"],
  ["Image: ['*a', 'b*']"],
  ["Image|re: 'a**'"],
  ['User|exists: true'],
])('nothing is wrong with %s', (item) => {
  expect(codes(item).filter((code) => code !== 'invalid-regex')).toEqual([]);
});

test('hashes', () => {
  const zeros = '0'.repeat(40);
  const hash = (value: string) => codes(`Hashes|contains: '${value}'`, 'sigmahq');
  expect(hash(`SHA1=${zeros}`)).toEqual([]);
  expect(hash(`SHA1=${zeros},MD5=${zeros.slice(8)}`)).toEqual([]);
  expect(hash('IMPHASH=')).toEqual([]);
  expect(hash(`SHA256=${zeros}`)).toEqual(['invalid-hash']);
  expect(hash(`SHA2=${zeros}`)).toEqual(['invalid-hash']);
  const letters = 'a'.repeat(40);
  expect(mended(`Hashes|contains: ${letters}`, 'invalid-hash')).toBe(`Hashes|contains: SHA1=${letters}`);
});

test('places in long values are exact', () => {
  expectFindings(
    rule(`CommandLine|contains:
    - 'it''s "who**ami"'
                         ^^ information(double-wildcard): One \`*\` says the same
    - >-
        folded
        wh\u0430t
                  ^ warning(lookalike-character): U+0430`),
  );
});

test('fields of sources that have no fixed list are only reported where a known name is near', () => {
  const cloud = (field: string, profile: 'spec' | 'sigmahq') =>
    findingsOf(
      `title: x\nlogsource:\n    product: aws\n    service: cloudtrail\ndetection:\n    s:\n        ${field}: x\n    condition: s\n`,
      { profile },
    ).flatMap(({ code }) => (code.startsWith('missing-') || code === 'title-case' ? [] : [code]));
  expect(cloud('requestParameters.somethingNew', 'spec')).toEqual([]);
  expect(cloud('requestParameters.somethingNew', 'sigmahq')).toEqual([]);
  expect(cloud('evnetName', 'spec')).toEqual(['unknown-field']);
  expect(cloud('eventname', 'spec')).toEqual(['field-case']);
});

test('in a filter a provider or an event id may be taken out', () => {
  const text = `title: Whoami
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image: x
    filter:
        Provider_Name: SystemTraceProvider-Process
        User: y
    condition: selection and not filter
`;
  expect(findingsOf(text)).toEqual([]);
  const [finding] = findingsOf(text.replace('Provider_Name: SystemTraceProvider-Process', 'EventID: 1'));
  expect(finding).toMatchObject({ code: 'category-event-id' });
  expect(finding?.fixes).toBeUndefined();
});

test('what changes the meaning of a rule by a guess is offered, and never applied unasked', () => {
  const guesses = rule("Imagee: 'C:\\*'\nImage: 'C:\\Users\\*\\a.exe'\nUser|all: [a, b]\nCompany: 'M\u0456crosoft'");
  expect(findingsOf(guesses).map(({ code }) => code)).toEqual([
    'unknown-field',
    'backslash-mistake',
    'all-without-contains',
    'lookalike-character',
  ]);
  expect(fixAll(guesses).text).toBe(guesses);
});
