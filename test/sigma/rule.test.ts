import { describe, expect, test } from 'vitest';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { marks, ruleOf } from './marked.ts';

const correlation = `title: Many
name: many
correlation:
    type: value_count
    rules: [one, 'two']
    group-by:
        - User
    timespan: 5m
    aliases:
        User:
            one: SubjectUserName
            two: TargetUserName
    condition:
        field: IpAddress
        gt: 2
        lte: 4.5
    generate: true
level: high
`;

describe('a detection rule', () => {
  const text = `title: 'It''s'\nid: x\nstatus: test\nlevel: 5\ntags:\n  - attack.t1059\n  - 7\nreferences: [a, b]\nfalsepositives: none\nregression_tests_path: p\n${ruleOf('a: {A: 1}', 'condition: a').slice('title: Case\n'.length)}`;
  const [rule] = parseSigma(text).rules;

  test('has what it has, and nothing of the wrong type', () => {
    expect(rule).toMatchObject({
      kind: 'detection',
      index: 0,
      title: { value: "It's" },
      status: { value: 'test' },
      tags: [{ value: 'attack.t1059' }],
      references: [{ value: 'a' }, { value: 'b' }],
      falsePositives: [{ value: 'none' }],
      regressionTestsPath: { value: 'p' },
      logsource: { category: { value: 'test' } },
    });
    expect(rule?.level).toBeUndefined();
    expect(rule?.problems).toEqual([]);
  });
  test('the range of a text is its content', () => {
    expect(text.slice(rule?.title?.range.start, rule?.title?.range.end)).toBe("It''s");
  });
});

describe('a correlation', () => {
  test('its parts', () => {
    const [rule] = parseSigma(correlation).rules;
    expect(rule).toMatchObject({
      kind: 'correlation',
      name: { value: 'many' },
      type: { value: 'value_count' },
      rules: [{ value: 'one' }, { value: 'two' }],
      groupBy: [{ value: 'User' }],
      timespan: { value: '5m' },
      condition: {
        kind: 'criteria',
        fields: [{ value: 'IpAddress' }],
        criteria: [
          { operator: { value: 'gt' }, value: { value: 2 } },
          { operator: { value: 'lte' }, value: { value: 4.5 } },
        ],
      },
      generate: { value: true },
      problems: [],
    });
    expect(
      rule?.kind === 'correlation' && rule.aliases?.map(({ name, fields }) => [name.value, fields.length]),
    ).toEqual([['User', 2]]);
  });
  test('a condition over rules, and parts of the wrong type', () => {
    const [rule] = parseSigma(
      'title: x\ncorrelation:\n  rules: a\n  type: [x]\n  condition: a and b\n  aliases: 1\n',
    ).rules;
    expect(rule).toMatchObject({
      rules: [{ value: 'a' }],
      aliases: [],
      condition: { kind: 'extended', tree: { kind: 'and' } },
    });
    expect(parseSigma('title: x\ncorrelation: 1\n').rules).toMatchObject([{ kind: 'correlation', rules: [] }]);
  });
});

describe('a filter', () => {
  test('its selections, its condition and the rules it is for', () => {
    const text =
      'title: f\nlogsource: {product: windows}\nfilter:\n  rules: [r1]\n  selection:\n    User: x\n  condition: not selection\n';
    const [rule] = parseSigma(text).rules;
    expect(rule).toMatchObject({ kind: 'filter', rules: [{ value: 'r1' }], expression: { kind: 'not' }, problems: [] });
    expect(rule?.kind === 'filter' && rule.selections.map(({ name }) => name)).toEqual(['selection']);
  });
  test('for any rule', () => {
    const text = 'title: f\nlogsource: {}\nfilter:\n  rules: any\n  s: {A: 1}\n  condition: s\n';
    expect(parseSigma(text).rules).toMatchObject([{ rules: [{ value: 'any' }] }]);
  });
});

describe('files', () => {
  test('several documents, only some of them rules', () => {
    const file = parseSigma(`${ruleOf('a: {A: 1}', 'condition: a')}---\nother: yaml\n---\n${correlation}`);
    expect(file.documents.length).toBe(3);
    expect(file.rules.map(({ kind, index }) => [kind, index])).toEqual([
      ['detection', 0],
      ['correlation', 2],
    ]);
  });

  test.each([
    ['no detection', 'title: x\nlogsource: {product: windows}\n', ['missing-detection [title]']],
    ['a detection that is text', 'title: x\nlogsource: {}\ndetection: x\n', ['detection-shape [detection]']],
    ['a half-typed detection', 'title: x\nlogsource: {}\ndetection:\n', ['detection-shape [detection]']],
    ['no condition', ruleOf('a: {A: 1}'), ['missing-condition [detection]']],
    ['only a condition', ruleOf('condition: a'), ['missing-selection [detection]', 'unknown-selection [a]']],
    ['an empty selection', ruleOf('a:', 'condition: a'), ['empty-selection [a]']],
    ['empty brackets', ruleOf('a: {}', 'b: []', 'condition: a or b'), ['empty-selection [{}]', 'empty-selection [[]]']],
    ['a null keyword', ruleOf('a: [x, null]', 'condition: a'), ['detection-shape [null]']],
    [
      'an old collection',
      `action: global\n${ruleOf('a: {A: 1}', 'condition: a')}---\nlogsource: {product: x}\ndetection: {b: {B: 1}, condition: b}\n`,
      ['rule-collection [action: global]'],
    ],
    ['a timeframe of old', ruleOf('a: {A: 1}', 'timeframe: 5m', 'condition: a'), []],
    ['a half-typed line', ruleOf('a:', '    A: 1', '    Comm', 'condition: a'), ['yaml-syntax [Comm]']],
    ['other YAML', 'apiVersion: v1\nkind: Pod\n', []],
  ])('%s', (_, text, expected) => expect(marks(text)).toEqual(expected));

  test('a rule of 20 MB is recognised and not read', () => {
    const file = parseSigma(
      `${ruleOf('a: {A: 1}', 'condition: a')}x:\n${'  - abcdefghijklmnopqrstuvwxyz\n'.repeat(700_000)}`,
    );
    expect(file.problems.map(({ code }) => code)).toEqual(['yaml-too-large']);
    expect(file.rules.length).toBe(1);
    expect(file.rules[0]).not.toHaveProperty('expression');
  });

  test('a catastrophic regular expression is none for RE2', () => {
    expect(marks(ruleOf("a: {A|re: '(a+)+$'}", 'condition: a'))).toEqual([]);
  });
});
