import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileMatcher } from '../../server/src/match/compile.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { edited, expectFindings, findingsOf } from './annotations.ts';

const rule = (key: string, values: readonly string[]) =>
  `title: Whoami\nlogsource:\n    product: windows\ndetection:\n    s:\n        ${key}:\n${values
    .map((value) => `            - ${value.startsWith("'") ? value : `'${value}'`}\n`)
    .join('')}    condition: s\n`;

const covered = (key: string, ...values: readonly string[]) => {
  const text = rule(key, values);
  return findingsOf(text)
    .filter(({ code }) => code === 'covered-value')
    .map(({ range }) => text.slice(range.start + 1, range.end - 1));
};

test('the value that adds nothing is marked', () => {
  expectFindings(`title: Whoami
logsource:
    product: windows
detection:
    s:
        Image:
            - '*\\a.exe'
              ^^^^^^^^^ information(covered-value): \`*.exe\` finds all that \`*\\a.exe\` finds
            - '*.exe'
            - 'C:\\b*'
    condition: s
`);
});

test.each([
  ['A|contains', ['foo', 'FOObar'], ['FOObar']],
  ['A|contains', ['foobar', 'foo', 'bar'], ['foobar']],
  ['A|contains|all', ['foo', 'foobar'], ['foo']],
  ['A|startswith', ['a', 'ab', 'b', 'abc'], ['ab', 'abc']],
  ['A|endswith', ['.exe', '\\a.exe'], ['\\a.exe']],
  ['A|cased|endswith', ['.exe', 'a.exe', 'b.EXE'], ['a.exe']],
  ['A', ['a*', 'abc', '*c', 'xc'], ['abc', 'xc']],
  ['A', ['*', 'abc'], ['abc']],
  ['A', ['*b*', 'a?b*'], ['a?b*']],
  ['A|cidr', ['10.0.0.0/8', '10.1.0.0/16', '11.0.0.0/8'], ['10.1.0.0/16']],
  ['A|cidr', ['fe80::/10', 'fe80::/64'], ['fe80::/64']],
  ['A|windash|contains', ['-ab', '/a'], ['-ab']],
  ['A|re', ['a', 'ab'], []],
  ['A|contains', ['a', 'b'], []],
  ['A', ['a', 'ab'], []],
  // Three characters are four of base64, wherever they stand.
  ['A|base64offset|contains', ['foo', 'foobar'], ['foobar']],
])('%s: %j', (key, values, wanted) => {
  expect(covered(key, ...values)).toEqual(wanted);
});

test('without a covered value the rule finds the same', () => {
  const part = fc.stringMatching(/^[ab*?]{1,4}$/);
  const key = fc.constantFrom('A', 'A|contains', 'A|endswith', 'A|startswith', 'A|cased', 'A|contains|all', 'A|all');
  const event = fc.stringMatching(/^[abAB]{0,6}$/);
  fc.assert(
    fc.property(key, fc.uniqueArray(part, { minLength: 2, maxLength: 5 }), fc.array(event), (field, values, events) => {
      const text = rule(field, values);
      const [finding] = findingsOf(text).filter(({ code }) => code === 'covered-value');
      if (finding === undefined) return;
      const matchers = [text, edited(text, finding.fixes?.[0]?.edits ?? [])].map((each) => {
        const [parsed] = parseSigma(each).rules;
        return parsed?.kind === 'detection' ? compileMatcher(parsed) : () => false;
      });
      for (const value of events) {
        const answers = matchers.map((matches) => matches({ A: value }));
        expect(answers[0]).toBe(answers[1]);
      }
    }),
    { numRuns: 400 },
  );
}, 60_000);

test('long lists', () => {
  const endings = Array.from({ length: 20_000 }, (_, index) => `\\tool${index}.exe`);
  expect(covered('Image|endswith', ...endings, 'xyz\\tool7.exe')).toEqual(['xyz\\tool7.exe']);
  const contained = Array.from({ length: 20_000 }, (_, index) => `tool number ${index} here`);
  expect(covered('CommandLine|contains', ...contained)).toEqual([]);
});
