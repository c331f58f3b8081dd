import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepNotes } from '../../client/src/query/stepNotes.ts';
import { arrange, type Order } from '../../client/src/query/webview/arrange.ts';
import { cellText, prettyText } from '../../client/src/query/webview/cells.ts';
import { csvText, jsonText } from '../../client/src/query/webview/copyText.ts';
import { firstWithoutRows, sampleHint } from '../../client/src/query/webview/lackingRows.ts';
import type { QueryCell, RunQueryResult } from '../../server/src/lsp/protocol.ts';

function sorted(type: string, cells: QueryCell[], isDescending = false): QueryCell[] {
  const rows = cells.map((cell) => [cell]);
  const order: Order = { column: 0, isDescending };
  return arrange({ columns: [{ name: 'c', type }], rows }, '', order).map((index) => cells[index] ?? null);
}

describe('sorting', () => {
  it.each<[string, QueryCell[]]>([
    ['long', ['-9223372036854775808', -2, 10, '9223372036854775806', '9223372036854775807']],
    ['real', ['-Infinity', -1.5, 2, 10, 'Infinity', 'NaN']],
    ['decimal', ['-1.5', '2', '10.25']],
    ['timespan', ['-1.00:00:00', '-00:00:01', '00:00:00.5000000', '23:59:59', '1.00:00:00', '10.00:00:00']],
    ['datetime', ['2024-01-02T03:04:05.0000000Z', '2024-01-02T03:04:05.1000000Z', '2025-01-01T00:00:00.0000000Z']],
    ['bool', [false, true]],
    ['string', ['a2', 'a10', 'B', 'c']],
  ])('knows what a %s is', (type, expected) => {
    fc.assert(
      fc.property(fc.shuffledSubarray(expected, { minLength: expected.length }), (cells) => {
        expect(sorted(type, cells)).toEqual(expected);
        expect(sorted(type, cells, true)).toEqual(expected.toReversed());
      }),
      { numRuns: 20 },
    );
  });

  it('puts rows without a value last, both ways', () => {
    expect(sorted('long', [null, 2, 1])).toEqual([1, 2, null]);
    expect(sorted('long', [null, 2, 1], true)).toEqual([2, 1, null]);
    expect(sorted('string', ['', 'a'], true)).toEqual(['a', null].map((cell) => cell ?? ''));
  });
});

describe('filtering', () => {
  const columns = [
    { name: 'File', type: 'string' },
    { name: 'Account', type: 'string' },
  ];
  const rows = [
    ['certutil.exe', 'root'],
    ['root.exe', 'alice'],
    [null, 'Alice'],
  ];
  it.each<[string, number[]]>([
    ['', [0, 1, 2]],
    ['ROOT', [0, 1]],
    ['root alice', [1]],
    ['account:root', [0]],
    ['nocolumn:root', []],
    ['null', []],
  ])('by %j', (filter, expected) => {
    expect(arrange({ columns, rows }, filter, undefined)).toEqual(expected);
  });
});

describe('values', () => {
  it('are shown on a line', () => {
    expect(cellText('2024-01-02T03:04:05.1200000Z', 'datetime')).toBe('2024-01-02 03:04:05.12');
    expect(cellText('2024-01-02T03:04:00.0000000Z', 'datetime')).toBe('2024-01-02 03:04:00');
    expect(cellText('"a \\"b\\""', 'dynamic')).toBe('a "b"');
    expect(cellText(null, 'long')).toBe('');
  });

  it('are shown in full without losing a digit', () => {
    expect(prettyText('{"a":9223372036854775807,"b":[],"c":[1,"x, {y}"]}', 'dynamic')).toBe(
      '{\n  "a": 9223372036854775807,\n  "b": [],\n  "c": [\n    1,\n    "x, {y}"\n  ]\n}',
    );
    expect(prettyText('{no json', 'string')).toBe('{no json');
    fc.assert(
      fc.property(fc.object(), (value) => {
        const json = JSON.stringify(value);
        expect(JSON.parse(prettyText(json, 'dynamic'))).toEqual(JSON.parse(json));
      }),
    );
  });

  it('are copied as CSV and as JSON', () => {
    const columns = [
      { name: 'Text', type: 'string' },
      { name: 'Count', type: 'long' },
      { name: 'Bag', type: 'dynamic' },
    ];
    const rows = [
      ['say "a, b"', '9223372036854775807', '{"k":[1]}'],
      [null, 2, null],
    ];
    expect(csvText(columns, rows)).toBe(
      'Text,Count,Bag\r\n"say ""a, b""",9223372036854775807,"{""k"":[1]}"\r\n,2,\r\n',
    );
    expect(jsonText(columns, rows)).toBe(
      '[\n{"Text":"say \\"a, b\\"","Count":9223372036854775807,"Bag":{"k":[1]}},\n{"Text":null,"Count":2,"Bag":null}\n]\n',
    );
  });
});

describe('row counts', () => {
  const step = (line: number, rows: number, runs = 1) => {
    const place = { line, character: 0 };
    return { range: { start: place, end: place }, rows, runs };
  };
  it('stand on the line on which an operator ends', () => {
    expect(stepNotes([step(0, 1200), step(0, 1), step(2, 0), step(3, 12, 3)])).toEqual([
      { line: 0, text: '← 1,200 → 1 row', isEmpty: false },
      { line: 2, text: '← 0 rows', isEmpty: true },
      { line: 3, text: '← 12 rows in 3 runs', isEmpty: false },
    ]);
  });
});

describe('a query without an answer', () => {
  const at = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 1 } });
  const result = (change: Partial<RunQueryResult>): RunQueryResult => ({
    uri: 'file:///often.kql',
    version: 1,
    columns: [],
    rows: [],
    total: 0,
    problems: [],
    steps: [3, 0, 0].map((rows, line) => ({ range: at(line), rows, runs: 1 })),
    tablesWithoutRows: [],
    files: [],
    ...change,
  });
  const files = [{ uri: 'file:///often.T.json', tables: [], problems: [] }];

  it('has lost its rows at the first operator that leaves none', () => {
    expect(firstWithoutRows(result({ files }))?.range).toEqual(at(1));
    expect(sampleHint(result({ files }), 'often.kql')).toBeUndefined();
  });

  it('lacks the rows of the table that it reads, and no operator is to blame', () => {
    const one = result({ tablesWithoutRows: ['DeviceNetworkEvents'], steps: [] });
    expect(firstWithoutRows(one)).toBeUndefined();
    expect(sampleHint(one, 'often.kql')).toMatch(
      /of `DeviceNetworkEvents`\..* in `often\.DeviceNetworkEvents\.json` beside/,
    );
    const two = result({ tablesWithoutRows: ['A', 'B'], files });
    expect(firstWithoutRows(two)).toBeUndefined();
    expect(sampleHint(two, 'often.kql')).toMatch(/of `A` and `B`\..* in `often\.A\.json`/);
  });

  it('names no table that it did not ask', () => {
    expect(sampleHint(result({}), 'often.kql')).toMatch(/`often\.TABLE\.json`/);
  });
});
