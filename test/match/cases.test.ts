import { describe, expect, it } from 'vitest';
import { compileMatcher } from '../../server/src/match/compile.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { UnmatchableRuleError } from '../../server/src/sigma/unmatchable.ts';

function ruleOf(selection: string) {
  const body = selection
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
  const text = `title: T\nlogsource:\n  category: test\ndetection:\n  s:\n${body}\n  condition: s\n`;
  const [rule] = parseSigma(text).rules;
  if (rule === undefined) throw new Error('This is no rule.');
  return { rule, text };
}

function encodedCommand(script: string): string {
  return Buffer.from(script, 'utf16le').toString('base64');
}

function check(selection: string, event: Record<string, unknown>, expected: boolean): void {
  expect(compileMatcher(ruleOf(selection).rule)(event), selection).toBe(expected);
}

/** Each group names where its answers come from; the shared conformance cases are not repeated here. */
describe('compileMatcher', () => {
  // Specification, "Wildcard": `*` is any number of characters, `?` one; the whole value is compared.
  it.each<[string, string, boolean]>([
    ["F: 'a*b*c'", 'abc', true],
    ["F: 'a*b*c'", 'a-b-b-c', true],
    ["F: 'a*bc'", 'abcbc', true],
    ["F: 'ab*ba'", 'aba', false],
    ["F: '*ab*ab*'", 'xab', false],
    ["F: '*a?c*'", 'aac abc', true],
    ["F: '*?a'", 'a', false],
    ["F: '*?a'", '😀a', true],
    ["F: '*??a'", '😀a', false],
    ["F: '?*'", '', false],
    ["F: 'a*?*b'", 'ab', false],
    ["F: 'a*?*b'", 'a😀b', true],
  ])('%s on %s', (selection, value, expected) => check(selection, { F: value }, expected));

  // Python's `ipaddress`, which pySigma reads networks with.
  it.each<[string, string, boolean]>([
    ["F|cidr: '192.168.0.0/23'", '192.168.1.255', true],
    ["F|cidr: '192.168.0.0/23'", '192.168.2.0', false],
    ["F|cidr: '255.255.255.255/32'", '255.255.255.255', true],
    ["F|cidr: '128.0.0.0/1'", '200.1.1.1', true],
    ["F|cidr: '10.0.0.0/8'", '010.0.0.1', false],
    ["F|cidr: '10.0.0.0/8'", '10.0.0.256', false],
    ["F|cidr: '10.0.0.0/8'", ' 10.0.0.1', false],
    ["F|cidr: '10.0.0.0/8'", '::ffff:10.0.0.1', false],
    ["F|cidr: '::ffff:10.0.0.0/104'", '::ffff:10.1.2.3', true],
    ["F|cidr: '2001:db8::/32'", '2001:0DB8:0:0:1::', true],
    ["F|cidr: '2001:db8::/32'", '2001:db8:1', false],
    ["F|cidr: '2001:db8::/32'", '2001:db8::1::2', false],
    ["F|cidr: 'fe80::/10'", 'fe80::1%eth0', true],
    ['F|cidr: "::1/128"', 'z::1', false],
    ['F|cidr: "::1/128"', '0:0::1', true],
    ["F|cidr: '::/0'", '10.0.0.1::', false],
    ["F|cidr: '::/0'", '1:2:3:4:5:6:7:8', true],
    ["F|cidr: '::/0'", '1:2:3:4:5:6:7:8:9', false],
  ])('%s on %s', (selection, value, expected) => check(selection, { F: value }, expected));

  // ISO 8601: the week of a day is the week of its Thursday.
  it.each<[string, string, boolean]>([
    ['F|week: 1', '2025-12-29T00:00:00Z', true],
    ['F|week: 53', '2021-01-03 10:00:00', true],
    ['F|week: 1', '2024-01-01', true],
    ['F|hour: 23', '2024-01-01T23:30:00-11:00', true],
    ['F|hour: 0', '2024-01-01', false],
    ['F|day: 29', '2023-02-29', false],
    ['F|day: 29', '2024-02-29T12:00', true],
    ['F|minute: 5', '2024-02-29T12:05:59,123+0200', true],
    ['F|month|gte: 12', '2024-13-01', false],
    ['F|hour|gte: 22', '2024-01-01T25:00:00Z', false],
  ])('%s on %s', (selection, value, expected) => check(selection, { F: value }, expected));

  // notes/sigma-semantics.md: numbers beyond 2^53 are compared exactly.
  it.each<[string, unknown, boolean]>([
    ['F: 18446744073709551615', 18446744073709551615n, true],
    ['F: 18446744073709551615', 18446744073709551614n, false],
    ["F: '18446744073709551615'", 18446744073709551615n, true],
    ["F|startswith: '1844674407'", 18446744073709551615n, true],
    ['F|gt: 9007199254740992', 9007199254740993n, true],
    ['F|gt: 9007199254740992', '9007199254740993', true],
    ['F|gt: 9007199254740993', '9007199254740993', false],
    ['F|lte: 1.5', '1.5', true],
    ['F|gt: 1', true, false],
    ['F|gt: 1', '0x10', false],
  ])('%s on %s', (selection, value, expected) => check(selection, { F: value }, expected));

  // notes/sigma-semantics.md: fields of objects and lists; ordinary names of JavaScript.
  it.each<[string, Record<string, unknown>, boolean]>([
    ["a.b.c: 'x'", { a: [{ b: [{ c: 'y' }, { c: 'x' }] }] }, true],
    ["a.b.c: 'x'", { a: [[{ b: { c: 'x' } }]] }, true],
    ['a.b: null', { a: { b: null } }, true],
    ['a.b|exists: true', { a: { b: null } }, true],
    ['a.b|exists: false', { a: null }, true],
    ["__proto__: 'x'", JSON.parse('{"__proto__": "x"}'), true],
    ["a.__proto__.b: 'x'", JSON.parse('{"a": {"__proto__": {"b": "x"}}}'), true],
    ['a.__proto__|exists: true', { a: {} }, false],
    ['constructor.name|exists: true', {}, false],
    ['F.length|exists: true', { F: ['a'] }, false],
    ['F: null', { F: [null] }, true],
    ['F: null', { F: [] }, false],
    ["F: '*'", { F: { a: 1 } }, false],
    ["F: ''", { F: [[['']]] }, true],
    ["SourceName: 'x'", { 'Source Name': 'x' }, true],
    ["SourceName: 'x'", { 'Source Name': 'x', SourceName: 'y' }, false],
    ["Source Name: 'x'", { SourceName: 'x' }, false],
    ['F|fieldref: G', { F: ['a', 'b'], G: ['c', 'B'] }, true],
    ['F|fieldref|neq: G', {}, true],
  ])('%s on %o', (selection, event, expected) => check(selection, event, expected));

  // A script within a script, as PowerShell's `-EncodedCommand` takes it; the specification lets modifiers be chained.
  it.each<[string, boolean]>([
    [encodedCommand(`powershell -enc ${encodedCommand('a; IEX b')}`), true],
    [encodedCommand(`cmd /c powershell -enc ${encodedCommand('IEX')}`), true],
    [encodedCommand(`powershell -enc ${encodedCommand('a; IWR b')}`), false],
    [encodedCommand('a; IEX b'), false],
  ])('finds what is encoded twice in %s', (value, expected) =>
    check("F|wide|base64offset|wide|base64offset|contains: 'IEX'", { F: `-enc ${value}` }, expected),
  );

  it('looks at the event again when it has changed between two calls', () => {
    const matches = compileMatcher(ruleOf("F|contains: 'x'").rule);
    const event = { F: 'x' };
    expect(matches(event)).toBe(true);
    event.F = 'y';
    expect(matches(event)).toBe(false);
  });

  it('finishes on a regular expression that would backtrack for ever', () => {
    check("F|re: '^(a+)+$'", { F: `${'a'.repeat(50_000)}!` }, false);
    check("F: '*a*a*a*a*a*a*a*a*a*b'", { F: 'a'.repeat(50_000) }, false);
  });

  it('survives events that nest without end', () => {
    let deep: unknown = 'needle';
    for (let level = 0; level < 200_000; level++) deep = [deep];
    check('- needle', { F: deep }, true);
    check("F: 'needle'", { F: deep }, true);
    check('F: null', { F: deep }, false);
    check("F.x: 'y'", { F: deep }, false);
  });

  it.each([
    ["F|re: '(?=x)y'", '(?='],
    ["F|expand: '%admins%'", '%admins%'],
    ["F|cidr: '10.0.0.0/99'", '10.0.0.0/99'],
    ["F|endswit: 'x'", 'endswit'],
  ])('refuses %s at its place', (selection, source) => {
    const { rule, text } = ruleOf(selection);
    try {
      compileMatcher(rule);
      expect.unreachable('It has to be refused.');
    } catch (error) {
      expect(error).toBeInstanceOf(UnmatchableRuleError);
      if (!(error instanceof UnmatchableRuleError)) return;
      const { start, end } = error.problem.range;
      expect(text.slice(start, end)).toContain(source);
      expect(error.problem.severity).toBe('error');
    }
  });

  // Specification, "LogSource": mandatory, with a category, a product or a service; pySigma's `SigmaLogSource` says the same.
  it.each(['', 'logsource: {}\n', 'logsource: windows\n', 'logsource:\n  definition: all of it\n'])(
    'refuses a rule that does not say which events it is about: %j',
    (logsource) => {
      const [rule] = parseSigma(`title: T\n${logsource}detection:\n  s:\n    F: x\n  condition: s\n`).rules;
      if (rule === undefined) throw new Error('This is no rule.');
      expect(() => compileMatcher(rule)).toThrow(UnmatchableRuleError);
    },
  );

  it('refuses a placeholder whose list of values is empty', () => {
    const { rule } = ruleOf("F|expand: '%admins%'");
    expect(() => compileMatcher(rule, { placeholders: { admins: [] } })).toThrow(UnmatchableRuleError);
    expect(compileMatcher(rule, { placeholders: { admins: ['x'] } })({ F: 'X' })).toBe(true);
  });
});
