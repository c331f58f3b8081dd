import { describe, expect, test } from 'vitest';
import { limits } from '../../server/src/yaml/limits.ts';
import { deref } from '../../server/src/yaml/navigate.ts';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import { toPlain } from '../../server/src/yaml/plain.ts';
import type { YamlNode } from '../../server/src/yaml/tree.ts';

const levels = 'x: &a0 [1,1,1,1,1,1,1,1,1]\n';
const bomb = `${levels}${Array.from({ length: 30 }, (_, level) => `y${level}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(',')}]\n`).join('')}`;
const chain = `${levels}${Array.from({ length: 600 }, (_, level) => `y${level}: &a${level + 1} [*a${level}]\n`).join('')}`;

const cases: readonly [name: string, text: string, code: string | undefined][] = [
  ['an alias bomb', bomb, 'too-many-aliases'],
  ['aliases that nest', chain, 'too-many-aliases'],
  ['500 brackets', `a: ${'['.repeat(500)}x${']'.repeat(500)}\nb: 1\n`, 'yaml-too-deep'],
  ['100,000 open brackets', `a: ${'['.repeat(100_000)}\nb: 1\n`, 'yaml-too-deep'],
  [
    '500 levels of keys',
    `${Array.from({ length: 500 }, (_, level) => `${' '.repeat(level)}k:\n`).join('')}b: 1\n`,
    'yaml-too-deep',
  ],
  ['500 dashes', `a:\n  ${'- '.repeat(500)}x\nb: 1\n`, 'yaml-too-deep'],
  ['binary', '\u0000\u0001\u0002MZ\ufffd\ufffd\u0003', 'yaml-syntax'],
  ['20 MB', `title: x\n${'a: 1\n'.repeat(4_000_000)}`, 'yaml-too-large'],
  ['100,000 keys', Array.from({ length: 100_000 }, (_, key) => `k${key}: 1\n`).join(''), undefined],
  ['100,000 equal keys', 'a: 1\n'.repeat(100_000), 'duplicate-key'],
  ['50,000 open quotes', "a: 'x\n".repeat(50_000), 'yaml-syntax'],
  ['50,000 lines with tabs', '\ta: 1\n'.repeat(50_000), 'yaml-syntax'],
  ['colons', ': '.repeat(50_000), 'yaml-too-deep'],
  ['question marks', '? '.repeat(50_000), 'yaml-too-deep'],
  ['anchors', '&a '.repeat(50_000), 'yaml-syntax'],
  ['braces', '{}'.repeat(50_000), 'yaml-syntax'],
  ['documents', '---\n'.repeat(20_000), undefined],
];

describe('hostile text is read within bounds', () => {
  test.each(cases)('%s', (_, text, code) => {
    const { documents, problems } = parseYaml(text);
    const codes = problems.map((problem) => problem.code);
    if (code === undefined) expect(codes).toEqual([]);
    else expect(codes).toContain(code);
    expect(problems.length).toBeLessThanOrEqual(limits.fileProblems);
    for (const { root } of documents.slice(0, 3)) {
      expect(depth(root)).toBeLessThanOrEqual(limits.depth);
      expect(() => toPlain(root)).not.toThrow();
    }
  });

  test('what stands beside the deep part is still read', () => {
    const { documents } = parseYaml(`a: ${'['.repeat(500)}x${']'.repeat(500)}\nb: 1\n`);
    expect(toPlain(documents[0]?.root)).toMatchObject({ b: 1 });
  });
});

function depth(node: YamlNode | undefined): number {
  const target = deref(node);
  if (target?.kind === 'mapping')
    return 1 + Math.max(0, ...target.entries.slice(0, 20).map(({ value }) => depth(value)));
  if (target?.kind === 'sequence') return 1 + Math.max(0, ...target.items.slice(0, 1).map(depth));
  return 0;
}
