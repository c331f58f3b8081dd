import { describe, expect, it } from 'vitest';
import { readCsv } from '../../server/src/events/csv.ts';

describe('readCsv', () => {
  it.each([
    ['a,b\r\n1,2\r\n', [{ a: '1', b: '2' }]],
    ['a,b\n"x, ""y""\nz",\n', [{ a: 'x, "y"\nz', b: '' }]],
    ['a\n\n1\n', [{ a: '1' }]],
    ['a,b\n1', [{ a: '1' }]],
    ['a,b\n1,', [{ a: '1', b: '' }]],
    ['\ufeff"Time [UTC]"\n1', [{ Time: '1' }]],
    ['', []],
  ])('reads %j', (text, records) => {
    expect(readCsv(text)).toEqual({ records });
  });

  it.each([
    ['a\n"x', 2, 'A quote is not closed.'],
    ['a\n1,2\n', 2, 'This line has 2 values, but the header has 1 names.'],
  ])('ends at what is wrong in %j', (text, offset, message) => {
    expect(readCsv(text).problem).toEqual({ message, offset });
  });
});
