import { describe, expect, it } from 'vitest';
import { tableRows } from '../../server/src/cli/rows/table.ts';

const columns = ['Name', 'Text', 'Other'].map((name) => ({ name, type: 'string' }));
const rows = [
  { Name: 'a', Text: 'x'.repeat(100), Other: '' },
  { Name: '日本', Text: 'one\ntwo\u001b[31m', Other: '' },
];

describe('tableRows', () => {
  it('cuts a long text, keeps a row in its line, counts wide characters twice', () => {
    expect(tableRows({ columns, rows }, undefined).split('\n')).toEqual([
      'Name  Text',
      `----  ${'-'.repeat(60)}`,
      `a     ${'x'.repeat(59)}…`,
      '日本  one two\ufffd[31m',
      '',
    ]);
  });

  it('fits into the terminal', () => {
    const lines = tableRows({ columns, rows }, 30).split('\n');
    expect(lines[2]).toBe(`a     ${'x'.repeat(23)}…`);
  });

  it('gives each column a line where the terminal is too narrow for all of them', () => {
    expect(tableRows({ columns, rows }, 12).split('\n')).toEqual([
      '-- row 1',
      'Name  a',
      `Text  ${'x'.repeat(19)}…`,
      '-- row 2',
      'Name  日本',
      'Text  one two\ufffd[31m',
      '',
    ]);
  });
});
