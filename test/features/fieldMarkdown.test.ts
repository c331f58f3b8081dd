import { expect, test } from 'vitest';
import { fieldMarkdown } from '../../server/src/lsp/features/fieldMarkdown.ts';
import { prose } from '../../server/src/lsp/features/markdown.ts';

const processes = { category: 'process_creation', product: 'windows' };

test('beside a completion, which is narrow, columns are a list', () => {
  const list = fieldMarkdown('Image', processes, 'list');
  expect(list).toContain('- ASIM: `imProcessCreate` · `TargetProcessName`, string');
  expect(list).not.toContain('|---|');
  expect(fieldMarkdown('Image', processes)).toContain('|---|');
});

test('names in what is only near are code in both', () => {
  for (const layout of ['list', 'table'] as const) {
    expect(fieldMarkdown('OriginalFileName', processes, layout)).not.toContain('\\`');
  }
});

test('a sentence of ours has its code spans, and nothing else in it is markdown', () => {
  expect(prose('Read `a|b` *first*, <b>')).toBe('Read `a|b` \\*first\\*, &lt;b\\>');
  expect(prose('An open ` stays')).toBe('An open \\` stays');
});
