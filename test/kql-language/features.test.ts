import { expect, test } from 'vitest';
import type { TextEdit } from '../../server/src/problem.ts';
import { ask, slow } from './ask.ts';

function applied(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((first, second) => second.range.start - first.range.start)
    .reduce((now, { range, text: written }) => now.slice(0, range.start) + written + now.slice(range.end), text);
}

function labels(marked: string): string[] {
  return ask('completion', marked).answer?.items.map(({ label }) => label) ?? [];
}

test.each<[string, string[]]>([
  ['<|>', ['SecurityEvent', 'AACAudit', 'DeviceProcessEvents']],
  ['let mine = SecurityEvent;\n<|>', ['mine', 'SecurityEvent']],
  ['SecurityEvent\n| <|>', ['where', 'summarize', 'project-away']],
  ['SecurityEvent | where <|>', ['Account', 'EventID', 'ago', 'tolower']],
  ['SecurityEvent | where Account h<|>', ['has', 'has_any']],
  ['SecurityEvent | join kind=<|>', ['leftouter', 'inner']],
  ['print 1\n\nSecurityEvent | where <|>', ['Account']],
])('%s proposes', (marked, expected) => expect(labels(marked)).toEqual(expect.arrayContaining(expected)), slow);

test(
  'a proposal says what it is, and what it inserts',
  () => {
    const { answer } = ask('completion', 'print "\u{1F600}"\r\n\r\nSecurityEvent | where A<|>');
    const named = (label: string) => answer?.items.find((item) => item.label === label);
    expect(answer?.range).toEqual({ start: 36, end: 37 });
    expect(named('Account')).toMatchObject({ kind: 'column', detail: 'string', text: 'Account ' });
    expect(named('ago')).toMatchObject({ kind: 'function', parameters: '(timespan)', snippet: 'ago($0)' });
  },
  slow,
);

test.each<[string, string, string]>([
  ['DeviceRegistryEvents | where ActionType == "<|>"', 'RegistryValueSet', ''],
  ['DeviceRegistryEvents | where ActionType in~ ("RegistryKeyCreated", "Reg<|>")', 'RegistryValueSet', 'Reg'],
  ["imProcessCreate | where EventType =~ '<|>", 'ProcessCreated', ''],
])(
  'known values of a column: %s',
  (marked, value, replaced) => {
    const { text, answer } = ask('completion', marked);
    expect(answer?.items.map(({ text: inserted }) => inserted)).toContain(value);
    expect(text.slice(answer?.range.start, answer?.range.end)).toBe(replaced);
  },
  slow,
);

test.each(['SecurityEvent // where <|>', 'print "a <|>"', 'print @"\\ <|>'])(
  'nothing is proposed in comments and texts: %s',
  (marked) => expect(labels(marked)).toEqual([]),
  slow,
);

test.each<[string, RegExp]>([
  ['Security<|>Event | take 1', /Table \(Windows\) with \d+ columns, time in `TimeGenerated`\.[\s\S]*Account: string/],
  ['SecurityEvent | where Acc<|>ount == "x"', /Account: string/],
  ['SecurityEvent | extend n = strlen(Account) | where n<|> > 1', /n: long/],
  ['print extr<|>act("a", 1, "b")', /extract\(regex: string, captureGroup: long, source: string\)/],
  ['let f = (x: string) { x }; print f<|>("a")', /f\(x: string\)/],
  ['let limit_ = 5; print limit_<|>', /limit_: long = 5/],
])('hover over %s', (marked, expected) => expect(ask('hover', marked).answer?.markdown).toMatch(expected), slow);

test(
  'nothing is shown over blanks and comments',
  () => {
    expect(ask('hover', 'print 1 // com<|>ment').answer).toBeUndefined();
    expect(ask('hover', 'print 1   <|>   ').answer).toBeUndefined();
  },
  slow,
);

test.each<[string, number | undefined]>([
  ['print extract(<|>', 0],
  ['print extract("a,(b", <|>', 1],
  ['print extract(tolower("a"), 1, <|>)', 2],
  ['print strcat("a", "b", "c", <|>)', 0],
  ['print extract("a" // , <|>', undefined],
  ['print 1, <|>', undefined],
])(
  'signature help at %s',
  (marked, active) => expect(ask('signatures', marked).answer?.activeParameter).toBe(active),
  slow,
);

test.each<[string, string, string | RegExp]>([
  ['let <|>a = 1; print x = a, a', 'b', 'let b = 1; print x = b, b'],
  ['let a = 1; print y = a<|>', 'my x', 'let ["my x"] = 1; print y = ["my x"]'],
  ["let ['my x'] = 1; print y = <|>['my x']", 'z', 'let z = 1; print y = z'],
  ['T\n\nlet a = 1;\r\nprint "\u{1F600}", y = <|>a', 'b', 'T\n\nlet b = 1;\r\nprint "\u{1F600}", y = b'],
  [
    'SecurityEvent | extend <|>b = Account | where b == "1"',
    'c',
    'SecurityEvent | extend c = Account | where c == "1"',
  ],
  ['let <|>a = 1; let b = 2; print a, b', 'b', /taken/],
  ['SecurityEvent | extend <|>b = Account | where b == "1"', 'Account', /taken/],
  ['SecurityEvent | where <|>Account == "1"', 'c', /itself declares/],
  ['let <|>a = 1; print a', '', /at least one character/],
])(
  'rename in %j to %j',
  (marked, name, expected) => {
    const { text, answer } = ask('rename', marked, { name });
    if (typeof expected === 'string') expect('edits' in answer && applied(text, answer.edits)).toBe(expected);
    else expect(answer).toMatchObject({ refusal: expect.stringMatching(expected) });
  },
  slow,
);

test(
  'references tell the declaration',
  () => {
    const { text, answer } = ask('references', 'let <|>a = 1; print x = a, "a"');
    expect(answer.map(({ start, end, isDeclaration }) => [text.slice(start, end), isDeclaration])).toEqual([
      ['a', true],
      ['a', false],
    ]);
  },
  slow,
);

test(
  'formatting keeps words, comments and line breaks, and leaves broken queries alone',
  () => {
    const { text, answer } = ask(
      'format',
      'let a=1; // why\r\nSecurityEvent|where Account=="x"\r\n\r\n\r\nSigninLogs|take 1\r\n\r\nprint (\r\n',
    );
    expect(applied(text, answer)).toBe(
      'let a = 1; // why\r\nSecurityEvent | where Account == "x"\r\n\r\n\r\nSigninLogs | take 1\r\n\r\nprint (\r\n',
    );
  },
  slow,
);

test(
  'formatting a second time changes nothing',
  () => {
    const { text, answer } = ask(
      'format',
      'SecurityEvent|where Account in("a","b")\n|summarize count() by Account\n//end\n|take 5',
    );
    expect(ask('format', applied(text, answer)).answer).toEqual([]);
  },
  slow,
);

test(
  'the outline has statements, queries and their tables',
  () => {
    const { answer } = ask(
      'outline',
      'let a = 5;\nlet t = SecurityEvent | take a;\nlet f = (x:string) { SigninLogs | where UserId == x };\nt | union f("a")\n\nAACAudit\n| take 1',
    );
    expect(answer.map(({ name, kind, children }) => [name, kind, ...children.map((child) => child.name)])).toEqual([
      ['a', 'value'],
      ['t', 'table', 'SecurityEvent'],
      ['f', 'function', 'SigninLogs'],
      ['t', 'query'],
      ['AACAudit', 'query', 'AACAudit'],
    ]);
  },
  slow,
);

test(
  'folds are statements, operators, brackets and comments',
  () => {
    const { text, answer } = ask('folds', '// a\n// b\nSecurityEvent\n| where Account has_any (\n  "a")\n| take 1');
    expect(
      answer
        .filter(({ start, end }) => text.slice(start, end).includes('\n'))
        .map(({ start, end, kind }) => [text.slice(start, end).split('\n')[0], kind]),
    ).toEqual([
      ['SecurityEvent', undefined],
      ['where Account has_any (', undefined],
      ['(', undefined],
      ['// a', 'comment'],
    ]);
  },
  slow,
);

test(
  'colours are exact behind line breaks and emoji',
  () => {
    const { text, answer } = ask(
      'tokens',
      'SecurityEvent\r\n| where Account has "\u{1F600}" // c\r\n| extend x = ago(1d)',
    );
    expect(answer.map(({ type, start, end }) => `${type} ${text.slice(start, end)}`)).toEqual([
      'class SecurityEvent',
      'keyword where',
      'property Account',
      'keyword has',
      'string "\u{1F600}"',
      'comment // c',
      'keyword extend',
      'property x',
      'function ago',
      'number 1d',
    ]);
  },
  slow,
);
