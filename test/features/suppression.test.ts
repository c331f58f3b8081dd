import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/edits.ts';
import { createConfigDocument } from '../../server/src/lsp/configDocuments.ts';
import { createSigmaDocument } from '../../server/src/lsp/documents.ts';
import { completeConfig } from '../../server/src/lsp/features/completeConfig.ts';
import { complete } from '../../server/src/lsp/features/completion.ts';
import { ignoreFixes } from '../../server/src/lsp/features/ignore.ts';
import { marked } from './marked.ts';

const rule = (...lines: string[]) => `title: Whoami
${lines.map((line) => `${line}\n`).join('')}logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\whoami.exe'
    condition: selection
`;

function document(text: string) {
  const found = createSigmaDocument('file:///rule.yml', 1, text);
  if (!found) throw new Error('not recognised as Sigma');
  return found;
}

describe('a comment that silences a finding', () => {
  const fixes = (text: string, code: string) => {
    const found = document(text);
    const problem = found.problems.find((each) => each.code === code);
    return problem ? ignoreFixes(found, problem) : [];
  };

  it.each([
    ['a line', rule('level: High'), 'wrong-case'],
    ['an item', rule('tags:', '    - attack.T1033'), 'attack-tag-spelling'],
    ['an item of a flow list', rule('tags: [attack.discovery,', '    attack.T1033]'), 'attack-tag-spelling'],
    ['the first line', 'titel: Whoami\n'.concat(rule().replace('title: Whoami\n', '')), 'misspelt-key'],
    ['a line after a block', rule('description: |', '    A block.', 'level: High'), 'wrong-case'],
    ['Windows line ends', rule('level: High').replaceAll('\n', '\r\n'), 'wrong-case'],
  ])('stands above it, or at the top: %s', (_, text, code) => {
    const found = fixes(text, code);
    expect(found.map(({ title }) => title)).toEqual([
      `Ignore \`${code}\` on this line`,
      `Ignore \`${code}\` in this file`,
    ]);
    for (const { edits } of found) {
      const after = applyEdits(text, edits);
      expect(document(after).problems.map((problem) => problem.code)).not.toContain(code);
      expect(document(after).problems.map((problem) => problem.code)).not.toContain('unused-suppression');
      expect(after.split('\r\n').length > 1).toBe(text.includes('\r\n'));
    }
  });

  it('does not become a part of a text', () => {
    const text = rule('description: |', '    First line.', '    Second line.');
    const found = document(text);
    const range = { start: text.indexOf('Second'), end: text.indexOf('Second') + 6 };
    const problem = { code: 'wrong-case', severity: 'warning', message: '', range } as const;
    expect(ignoreFixes(found, problem).map(({ title }) => title)).toEqual(['Ignore `wrong-case` in this file']);
  });

  it('is not offered for what makes a file unreadable', () => {
    expect(fixes(rule("author: 'x"), 'yaml-syntax')).toEqual([]);
  });
});

describe('completion in comments', () => {
  const labels = (source: string) => {
    const { text, offset } = marked(source);
    return complete(document(text), offset).map(({ label }) => label);
  };

  it('knows the words', () => {
    expect(labels(rule('# sig<|>'))).toEqual(['sigmasmith-ignore', 'sigmasmith-ignore-file']);
  });

  it.each([
    ['# sigmasmith-ignore <|>'],
    ['# sigmasmith-ignore wrong-<|>case: why'],
    ['# sigmasmith-ignore-file a, b, <|>'],
    ['author: x # sigmasmith-ignore <|>'],
  ])('knows the ids: %s', (line) => {
    expect(labels(rule(line))).toEqual(expect.arrayContaining(['wrong-case', 'duplicate-id', 'identifier_uniqueness']));
  });

  it('begins with what is found there', () => {
    expect(labels(rule('# sigmasmith-ignore <|>', 'level: High'))[0]).toBe('wrong-case');
    expect(labels(rule('level: High # sigmasmith-ignore <|>'))[0]).toBe('wrong-case');
  });

  it('replaces the id it is in', () => {
    const { text, offset } = marked(rule('# sigmasmith-ignore wrong<|>-case: why'));
    const [proposal] = complete(document(text), offset);
    expect(text.slice(proposal?.range.start, proposal?.range.end)).toBe('wrong-case');
  });

  it.each([['# why <|>'], ['# sigmasmith-ignore wrong-case: why <|>']])('is silent in other words: %s', (line) => {
    expect(labels(rule(line))).toEqual([]);
  });

  it('leaves texts alone', () => {
    expect(labels(rule("author: 'a # sigmasmith-ignore <|>'"))).not.toContain('wrong-case');
  });
});

describe('completion in .sigmasmith.yml', () => {
  it.each([
    ['<|>', ['profile', 'severity']],
    ['profile: <|>', ['spec', 'sigmahq', 'all']],
    ['profile: all\n<|>', ['severity']],
    ['severity:\n    wrong-case: <|>', ['error', 'warning', 'information', 'hint', 'off']],
    ['other: <|>', []],
    ['severity:\n    wrong-case:\n        <|>', []],
  ])('%j', (source, expected) => {
    const { text, offset } = marked(source);
    expect(
      completeConfig(createConfigDocument('file:///.sigmasmith.yml', 1, text), offset).map(({ label }) => label),
    ).toEqual(expected);
  });

  it('knows the ids of checks that are not there yet', () => {
    const { text, offset } = marked('severity:\n    wrong-case: off\n    <|>');
    const found = completeConfig(createConfigDocument('file:///.sigmasmith.yml', 1, text), offset);
    const labels = found.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['misspelt-key', 'duplicate_title']));
    expect(labels).not.toContain('wrong-case');
    expect(found.find(({ label }) => label === 'misspelt-key')?.text).toBe('misspelt-key: ');
  });
});
