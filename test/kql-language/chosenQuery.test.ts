import { expect, test } from 'vitest';
import { chooseQuery, queryByIndex } from '../../server/src/kql/language/chosenQuery.ts';
import { targetOfQuery } from '../../server/src/kql/language/targetOfQuery.ts';

/** Microsoft's editors run the query that the cursor is in; empty lines part queries. */
test.each<[marked: string, run: string, index: number, count: number]>([
  ['A\n\nB<|>', '   B', 1, 2],
  ['A<|>\n\nB', 'A  B'.replace('B', ' '), 0, 2],
  ['A\n<|>\nB', 'A   ', 0, 2],
  ['<|>', '', 0, 0],
  ['A\r\n\r\n// of B\r\n<|>B\r\n\r\nC', '     // of B  B     ', 1, 3],
  ['A\n\n// nothing but words <|>', 'A\n\n// nothing but words ', 0, 1],
  ['A\n\nB\n\n// the end<|>', '   B  // the end', 1, 2],
  ['let x = 1;\n\nA<|>', 'let x = 1;\n\nA', 0, 1],
])('%j runs', (marked, run, index, count) => {
  const text = marked.replace('<|>', '');
  const chosen = chooseQuery(text, marked.indexOf('<|>'));
  expect({ index: chosen.index, count: chosen.count }).toEqual({ index, count });
  const flat = (one: string) => one.replace(/[\r\n]/g, ' ');
  expect(flat(chosen.text)).toBe(flat(run).padEnd(text.length));
  expect(chosen.text).toHaveLength(text.length);
});

test('without a cursor the first one is run; one can be chosen by its place', () => {
  expect(chooseQuery('A\n\nB', undefined)).toMatchObject({ index: 0, count: 2, range: { start: 0, end: 3 } });
  expect(queryByIndex('A\n\nB', 1)).toMatchObject({ index: 1, range: { start: 3, end: 4 } });
  expect(queryByIndex('A\n\nB', 2)).toBeUndefined();
});

test.each<[string, Parameters<typeof targetOfQuery>[1], Record<string, unknown[]>, ReturnType<typeof targetOfQuery>]>([
  ['DeviceProcessEvents | where Timestamp > ago(1d)', 'auto', {}, 'xdr'],
  ['DeviceProcessEvents | where TimeGenerated > ago(1d)', 'auto', {}, 'workspace'],
  ['DeviceProcessEvents | where TimeGenerated > ago(1d)', 'xdr', {}, 'xdr'],
  ['DeviceProcessEvents | where Timestamp > ago(1d)', 'auto', { DeviceProcessEvents: [{}] }, undefined],
  ['DeviceProcessEvents | where Timestamp > ago(1d)', 'auto', { Own_CL: [{}], DeviceProcessEvents: [] }, 'xdr'],
  ['DeviceProcessEvents | take 1', 'auto', {}, undefined],
])('%j with the choice %s is run on the tables of its side', (text, chosen, tables, target) => {
  expect(targetOfQuery(text, chosen, tables)).toBe(target);
});
