import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KqlText } from '../../server/src/kql/language/document.ts';
import { ask, slow } from './ask.ts';

/** Code, severity and the words that each finding is about. */
function found(text: string, more: Partial<KqlText> = {}): string[] {
  const { answer } = ask('findings', text, more);
  return answer.map(({ code, severity, start, length }) => `${code} ${severity}: ${text.slice(start, start + length)}`);
}

test.each([
  'DeviceProcessEvents | where Timestamp > ago(1d) and FileName =~ "a.exe"',
  'DeviceProcessEvents | where TimeGenerated > ago(1d) and FileName =~ "a.exe"',
  'union SecurityEvent, (DeviceProcessEvents | extend TimeGenerated = Timestamp)',
  'AACAudit | where Category == "x"',
  'imProcessCreate | where TargetProcessName has "x"',
  '_GetWatchlist("Admins") | where SearchKey == "x"',
  'workspace("other").SecurityEvent | where EventID == 4624',
  'DeviceFileEvents | invoke FileProfile(SHA1, 1000) | where GlobalPrevalence < 10',
  'SecurityEvent\n| take 1\n\nSigninLogs\n| take 1',
  'let n = 1;\n\nSecurityEvent\n| take n',
  'SigninLogs | extend id = DeviceDetail.deviceId.x | where id == "a"',
  '',
  '// nothing but words',
])('nothing is wrong with %j', (text) => expect(found(text)).toEqual([]), slow);

test.each<[string, string[]]>([
  ['SecurityEvnt | where Foo == 1', ['unknown-table warning: SecurityEvnt']],
  ['DeviceFileEvnts | where Timestamp > ago(1d) | union AADSignInEventsBeta', ['unknown-table error: DeviceFileEvnts']],
  ['union SecurityEvent, Nope* | take 1', ['unknown-table warning: Nope*']],
  ['union isfuzzy=true Nope, SecurityEvent', ['unknown-table warning: Nope']],
  ['SecurityEvent | join (Nope | where x == 1) on Account', ['unknown-table warning: Nope']],
  ['Nope', ['unknown-table warning: Nope']],
  ['table("Nope") | take 1', ['unknown-table warning: "Nope"']],
  ['SecurityEvent | where Acount == "x"', ['unknown-column error: Acount']],
  ['SecurityEvent | where Account == "x" and Foo_CF == 1', ['unknown-column information: Foo_CF']],
  ['SecurityEvent | project-away Nope', ['unknown-column error: Nope']],
  ['imProcessCreate | where Timestamp > ago(1d)', ['unknown-column error: Timestamp']],
  ['print toloweer("a")', ['unknown-function error: toloweer']],
  ['print myOwnFunction("a")', ['unknown-function warning: myOwnFunction']],
  ['SecurityEvent | whre x', ['unknown-operator error: whre']],
  ['SecurityEvent | where isnull(Account)', ['null-test-of-string warning: isnull(Account)']],
  ['SecurityEvent | where EventID == "4688"', ['incomparable-types error: EventID == "4688"']],
  ['SecurityEvent\r\n| where Account has "\u{1F600}" and Acount == 1', ['unknown-column error: Acount']],
  ['print 1\n\nSecurityEvent\n| where Acount == 1', ['unknown-column error: Acount']],
])('%j', (text, expected) => expect(found(text)).toEqual(expected), slow);

test.each<[string, RegExp]>([
  ['SecurityEvnt | take 1', /not a table.*Did you mean `SecurityEvent`\?/],
  ['let events = SecurityEvent; evnts | take 1', /Did you mean `events`\?/],
  ['MyOwnThings | take 1', /sigmasmith\.kql\.customTables/],
  ['SecurityEvent | where Acount == "x"', /not a column of `SecurityEvent`\. Did you mean `Account`\?/],
  ['SecurityEvent | where Timestamp > ago(1d)', /The time is in `TimeGenerated`/],
  ['SecurityEvent | summarise count()', /Did you mean `summarize`\?/],
])(
  'the finding says what to do: %j',
  (text, message) => {
    const [finding] = ask('findings', text).answer;
    expect(finding?.message).toMatch(message);
  },
  slow,
);

test(
  'a file that is said to be for one product is told of tables of the other',
  () => {
    const [finding] = ask('findings', 'SecurityEvent | take 1', { target: 'xdr' }).answer;
    expect(finding).toMatchObject({ code: 'unknown-table', severity: 'error' });
    expect(finding?.message).toContain('documentsTarget');
  },
  slow,
);

test(
  'custom tables are tables',
  () => {
    const customTables = { Doors_CL: { TimeGenerated: 'datetime', Door: 'string' } } as const;
    expect(found('Doors_CL | where Door == "a"', { customTables })).toEqual([]);
    expect(found('Doors_CL | where Dor == "a"', { customTables })).toEqual(['unknown-column error: Dor']);
  },
  slow,
);

test(
  'what is nested or written beyond bounds is named, and the queries beside it are analysed',
  () => {
    const deep = `print ${'('.repeat(100_000)}`;
    expect(found(`SecurityEvent\n| where Acount == 1\n\n${deep}`)).toEqual([
      'unknown-column error: Acount',
      'kql-too-large warning: (',
    ]);
    expect(ask('findings', `print "${'x'.repeat(300_000)}"`).answer).toMatchObject([{ code: 'kql-too-large' }]);
    expect(ask('findings', 'print 1\n\n'.repeat(200_000)).answer).toMatchObject([{ code: 'kql-too-large' }]);
  },
  slow,
);

test(
  'any text is answered, with places that lie in it',
  () => {
    const words = fc.constantFrom(
      'SecurityEvent',
      '|',
      'where',
      'Account',
      '==',
      '"',
      "'",
      '@"',
      '```',
      '(',
      ')',
      'in',
      '4',
      '//',
      ';',
      'let',
      '=',
      '\n',
      '\r\n\r\n',
      '\u{1F600}',
    );
    const text = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 12 });
    fc.assert(
      fc.property(text, (parts) => {
        const marked = parts.join(' ');
        for (const { start, length } of ask('findings', marked).answer) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start + length).toBeLessThanOrEqual(marked.length);
        }
        for (const { start, end } of ask('tokens', marked).answer) expect(marked.slice(start, end)).not.toBe('');
        ask('folds', marked);
        ask('outline', marked);
      }),
      { numRuns: 60 },
    );
  },
  slow,
);
