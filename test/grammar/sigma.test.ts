import { describe, expect, test } from 'vitest';
import { type ScopedWord, scopeOf, tokenizer, yamlGrammars } from './tokenize.ts';

const rule = String.raw`title: Root Certificate
description: |
    Some text
    detection:
        not: here
tags:
    - attack.credential-access
    - attack.t1553.004 # why
    - cve.2021-1234
detection:
    # a comment
    selection_img:
        CommandLine|contains|all:
            - 'Import-''x'''
            - \AppData\Local # note
        EventID: 4688
        User|endswit: "a\tb"
    filter_main:
      - Image|re: .*foo
      - '|all': bar
    keywords:
    - foo bar
    flow: {Path|cased: [x, 'y'], Other: null}
    condition: selection_img and not 1 of filter_* or all of them
    timeframe: 5m
falsepositives:
    - Unlikely
---
filter:
    selection:
        User|startswith: 'adm_'
`;

const selection = 'entity.name.type.selection.sigma';
const field = 'variable.other.property.field.sigma';
const modifier = 'support.function.modifier.sigma';
const logical = 'keyword.control.logical.sigma';
const quantifier = 'keyword.control.quantifier.sigma';

/** Line, from 0, a word on it and its innermost scope. */
const expected: [line: number, word: string, scope: string][] = [
  [6, 'attack', 'entity.name.namespace.tag.sigma'],
  [6, 'credential-access', 'constant.language.attack.tactic.sigma'],
  [7, 't1553.004', 'constant.language.attack.technique.sigma'],
  [9, 'detection', 'entity.name.tag.yaml'],
  [10, ' a comment', 'comment.line.number-sign.yaml'],
  [11, 'selection_img', selection],
  [12, 'CommandLine', field],
  [12, 'contains', modifier],
  [12, 'all', modifier],
  [13, 'Import-', 'string.quoted.single.yaml'],
  [13, "''", 'constant.character.escape.single-quote.yaml'],
  [14, '\\AppData\\Local', 'string.unquoted.plain.out.yaml'],
  [14, ' note', 'comment.line.number-sign.yaml'],
  [15, 'EventID', field],
  [15, '4688', 'constant.numeric.yaml'],
  [16, 'endswit', 'meta.detection.sigma'],
  [16, '\\t', 'constant.character.escape.yaml'],
  [17, 'filter_main', selection],
  [18, 'Image', field],
  [18, 're', modifier],
  [18, '.*foo', 'string.unquoted.plain.out.yaml'],
  [19, 'all', modifier],
  [20, 'keywords', selection],
  [21, 'foo bar', 'string.unquoted.plain.out.yaml'],
  [22, 'flow', selection],
  [22, 'Path', field],
  [22, 'cased', modifier],
  [22, 'x', 'string.unquoted.plain.in.yaml'],
  [22, 'Other', field],
  [22, 'null', 'constant.language.null.yaml'],
  [23, 'condition', 'entity.name.tag.yaml'],
  [23, 'selection_img', selection],
  [23, 'and', logical],
  [23, 'not', logical],
  [23, '1', quantifier],
  [23, 'of', quantifier],
  [23, 'filter_*', selection],
  [23, 'or', logical],
  [23, 'them', quantifier],
  [24, '5', 'constant.numeric.sigma'],
  [30, 'User', field],
  [30, 'startswith', modifier],
  [30, 'adm_', 'string.quoted.single.yaml'],
];

const conditions: [text: string, words: [word: string, scope: string][]][] = [
  [
    '    condition:\n        - selection\n        - not filter',
    [
      ['selection', selection],
      ['not', logical],
      ['filter', selection],
    ],
  ],
  [
    '    condition:\n    - 1 of them',
    [
      ['1', quantifier],
      ['them', quantifier],
    ],
  ],
  [
    '    condition: >\n        (a or b-not)\n        and android',
    [
      ['a', selection],
      ['b-not', selection],
      ['android', selection],
    ],
  ],
  [
    "    condition: 'all of sel* and not them_all'",
    [
      ['all', quantifier],
      ['sel*', selection],
      ['them_all', selection],
    ],
  ],
];

const otherYaml = {
  'a Kubernetes manifest': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: { app: web }
spec:
  template:
    spec:
      containers:
        - name: web
          image: nginx:1.27
          args: ['--selection=all']
          condition: a and b
status:
  conditions:
    - type: Ready
`,
  'a GitHub workflow': `name: CI
on:
  push:
    tags:
      - v1.*
      - attack-plan
jobs:
  detection:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - if: github.event_name == 'push' and not cancelled()
        run: |
          grep a | contains: b
          detection:
            selection:
`,
  'prose and odd keys': `note: 'detection:'
text: the detection: of a thing
a|b: shell
nested:
  detection:
    selection:
      Image: x
`,
};

describe.each(yamlGrammars())('Sigma in the YAML grammar of $name', ({ files }) => {
  const tokenize = tokenizer(files);

  test.each(expected)('line %i: %s', async (line, word, scope) => {
    expect(scopeOf(await tokenize(rule, 'source.yaml'), line, word)).toBe(scope);
  });

  test.each(conditions)('%s', async (text, words) => {
    const lines = await tokenize(`detection:\n    a: b\n${text}\nlevel: low`, 'source.yaml');
    for (const [word, scope] of words)
      expect(
        lines
          .flat()
          .find((each) => each.text === word)
          ?.scopes.at(-1),
      ).toBe(scope);
  });

  test('colours nothing after the section, nor in a block of text', async () => {
    const lines = await tokenize(rule, 'source.yaml');
    const untouched = [...lines.slice(0, 6), ...lines.slice(25, 29)];
    expect(sigmaWords(untouched)).toEqual([]);
  });

  test('leaves the YAML around it as it was', async () => {
    const [before = '', rest = ''] = rule.split(/^detection:$/m);
    const behind = rest.slice(rest.indexOf('falsepositives:'));
    const inner = rest.split('\n').length - behind.split('\n').length;
    const whole = await tokenize(rule, 'source.yaml');
    const start = before.split('\n').length - 1;
    const around = await tokenize(before + behind, 'source.yaml');
    expect([...whole.slice(0, start), ...whole.slice(start + inner)]).toEqual(around);
  });

  test.each(Object.entries(otherYaml))('gives %s no scope of its own', async (_, text) => {
    expect(sigmaWords(await tokenize(text, 'source.yaml'))).toEqual([]);
  });
});

function sigmaWords(lines: readonly ScopedWord[][]): string[] {
  return lines.flat().flatMap(({ text, scopes }) => (scopes.some((scope) => scope.endsWith('.sigma')) ? [text] : []));
}
