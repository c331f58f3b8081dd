import { describe, expect, test } from 'vitest';
import { fixAll } from '../../server/src/checks/fixAll.ts';
import type { Problem } from '../../server/src/problem.ts';
import { expectFindings, findingsOf, fixed } from './annotations.ts';

const rule = (...lines: string[]) => `title: Whoami
${lines.map((line) => `${line}\n`).join('')}logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\whoami.exe'
    condition: selection
`;

const codes = (text: string, options = {}) => findingsOf(text, options).map(({ code }) => code);

describe('a comment silences', () => {
  test.each([
    ['the line it ends', rule('descripton: x # sigmasmith-ignore misspelt-key: our own key')],
    ['the line below', rule('# sigmasmith-ignore misspelt-key: our own key', 'descripton: x')],
    ['the next line that is no comment', rule('# sigmasmith-ignore misspelt-key', '', '# why', 'descripton: x')],
    ['the file', rule('descripton: x', '# sigmasmith-ignore-file misspelt-key: our own key')],
    ['without a blank', rule('#sigmasmith-ignore misspelt-key', 'descripton: x')],
    [
      'one of several checks',
      rule('# sigmasmith-ignore misspelt-key, wrong-case: why', 'Descripton: x', 'level: High'),
    ],
    ['with Windows line ends', rule('# sigmasmith-ignore misspelt-key', 'descripton: x').replaceAll('\n', '\r\n')],
    [
      'what the parser reports',
      rule('level: high')
        .replace('endswith', 'endswit')
        .replace('    selection:', '    selection:\n    # sigmasmith-ignore unknown-modifier'),
    ],
  ])('%s', (_, text) => {
    expect(codes(text)).not.toContain('misspelt-key');
    expect(codes(text)).not.toContain('unknown-modifier');
  });

  test.each([
    ['the line after the next', rule('# sigmasmith-ignore misspelt-key', 'author: x', 'descripton: x')],
    ['the line above', rule('descripton: x', '# sigmasmith-ignore misspelt-key', 'author: x')],
    ['by a comment inside a block', rule('author: |', '    # sigmasmith-ignore-file misspelt-key', 'descripton: x')],
    ['by a text in quotes', rule("author: ' # sigmasmith-ignore-file misspelt-key'", 'descripton: x')],
    ['by a similar word', rule('# sigmasmith-ignored misspelt-key', 'descripton: x')],
  ])('but not %s', (_, text) => {
    expect(codes(text)).toContain('misspelt-key');
  });

  test('by the ids of pySigma and SigmaHQ', () => {
    const workspace: Problem[] = [
      { code: 'duplicate-id', severity: 'error', message: 'Twice.', range: { start: 20, end: 30 } },
    ];
    expect(codes(rule('author: x'), { workspace })).toEqual(['duplicate-id']);
    expect(codes(rule('# sigmasmith-ignore-file identifier_uniqueness', 'author: x'), { workspace })).toEqual([]);
  });

  test('after a block whose content it follows', () => {
    const text = rule('descripton: x', 'description: |', '    A block.', '# sigmasmith-ignore-file misspelt-key');
    expect(codes(text)).not.toContain('misspelt-key');
  });
});

describe('comments that silence nothing', () => {
  test('are found, with the exact id', () => {
    expectFindings(
      rule(
        'author: x # sigmasmith-ignore misspelt-key: why',
        '#                             ^^^^^^^^^^^^ warning(unused-suppression): `misspelt-key` finds nothing in this line',
        '# sigmasmith-ignore mispelt-key: why',
        '#                   ^^^^^^^^^^^ warning(unknown-suppression): Did you mean `misspelt-key`?',
        'descripton: x',
      ).replace('descripton: x\n', 'descripton: x\n^^^^^^^^^^ warning(misspelt-key): Did you mean\n'),
    );
  });

  test('are removed with their line', () => {
    const text = rule('# sigmasmith-ignore misspelt-key', 'author: x');
    expect(fixed(text, 'unused-suppression')).toBe(rule('author: x'));
  });

  test('are removed from the end of a line', () => {
    const text = rule('author: x  # sigmasmith-ignore misspelt-key: why');
    expect(fixed(text, 'unused-suppression')).toBe(rule('author: x'));
  });

  test.each([
    ['misspelt-key, wrong-case', 'wrong-case'],
    ['wrong-case, misspelt-key', 'wrong-case'],
  ])('lose only the id that is superfluous: %s', (ids, left) => {
    const text = rule(`# sigmasmith-ignore ${ids}: why`, 'level: High');
    expect(fixed(text, 'unused-suppression')).toBe(rule(`# sigmasmith-ignore ${left}: why`, 'level: High'));
  });

  test('are corrected', () => {
    const text = rule('# sigmasmith-ignore mispelt-key', 'descripton: x');
    expect(fixed(text, 'unknown-suppression')).toBe(rule('# sigmasmith-ignore misspelt-key', 'descripton: x'));
  });

  test('without an id are removed', () => {
    const text = rule('# sigmasmith-ignore: because', 'author: x');
    expect(fixed(text, 'unknown-suppression')).toBe(rule('author: x'));
  });

  test.each([['are switched off', { severities: { 'misspelt-key': 'off' } }]])(
    'are nothing to complain about where checks %s',
    (_, options) => {
      expect(codes(rule('# sigmasmith-ignore misspelt-key', 'author: x'), options)).toEqual([]);
    },
  );

  test('are nothing to complain about where nothing is known of the workspace', () => {
    const text = rule('# sigmasmith-ignore duplicate-id', 'author: x');
    expect(codes(text)).toEqual([]);
    expect(codes(text, { workspace: [] })).toEqual(['unused-suppression']);
  });

  test('are nothing to complain about in a file that cannot be read', () => {
    expect(codes(rule('# sigmasmith-ignore misspelt-key', 'author: "x'))).not.toContain('unused-suppression');
  });
});

describe('at the very beginning of a file', () => {
  test('behind a byte order mark', () => {
    const text = `\ufeff# sigmasmith-ignore-file misspelt-key\n${rule('descripton: x')}`;
    expect(codes(text)).not.toContain('misspelt-key');
    expect(codes(text)).not.toContain('unused-suppression');
    const unused = `\ufeff# sigmasmith-ignore-file misspelt-key\n${rule('author: x')}`;
    expect(fixed(unused, 'unused-suppression')).toBe(`\ufeff${rule('author: x')}`);
  });

  test('what a comment may have meant is the author’s to say', () => {
    for (const comment of ['# sigmasmith-ignore: wrong-case', '# sigmasmith-ignore xyzzyplugh: why']) {
      const text = rule(`level: High ${comment}`);
      expect(fixAll(text).text).toBe(text.replace('High', 'high'));
    }
  });
});
