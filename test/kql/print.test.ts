import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scalar } from '../../server/src/kql/ast.ts';
import { and, binary, column, from, not, or, text, verbatim } from '../../server/src/kql/build.ts';
import { print } from '../../server/src/kql/print.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';
import { convertText, ruleText } from './convertDetection.ts';

const where = (predicate: Scalar) =>
  print({ table: 'DeviceProcessEvents', operators: [{ kind: 'where', predicate }] }).text;
const is = (value: string) => binary(column('FileName'), '=~', text(value));

describe('layout', () => {
  test('parentheses only around conditions of the other kind', () => {
    expect(where(or([and([is('a'), is('b')]), or([is('c'), is('d')])]))).toBe(
      'DeviceProcessEvents\n| where (FileName =~ "a" and FileName =~ "b") or FileName =~ "c" or FileName =~ "d"',
    );
  });

  test('long conditions are broken before their operators', () => {
    const long = 'x'.repeat(50);
    expect(where(and([is(long), or([is(`${long}1`), not(and([is(`${long}2`), is(`${long}3`)]))])]))).toBe(
      [
        'DeviceProcessEvents',
        `| where FileName =~ "${long}"`,
        '    and (',
        `        FileName =~ "${long}1"`,
        '        or not(',
        `            FileName =~ "${long}2"`,
        `            and FileName =~ "${long}3"`,
        '        )',
        '    )',
      ].join('\n'),
    );
  });

  test('long expressions of a mapping are broken at their arguments', () => {
    const call = `case(${Array.from({ length: 9 }, (_, index) => `FileName == "a, (${index}"`).join(', ')})`;
    expect(where(binary(verbatim(call), '=~', text('a')))).toContain('\n        FileName == "a, (0",\n');
  });

  test('a chain too long for the parser becomes a tree', () => {
    const query = where(
      or(Array.from({ length: 2_000 }, (_, index) => binary(column('FileName'), 'contains', text(`a${index}`)))),
    );
    expect(analyse(query, 'xdr')).toEqual([]);
  }, 60_000);

  test('depth costs no exponential time', () => {
    let predicate: Scalar = is('a'.repeat(100));
    for (let depth = 0; depth < 300; depth++) predicate = { kind: 'not', operand: and([predicate, is(String(depth))]) };
    expect(where(predicate).length).toBeGreaterThan(10_000);
  });
});

describe('source map', () => {
  const rule = ruleText(`
    selection:
        Image|endswith: ['\\cmd.exe', '\\pwsh.exe']
        CommandLine: [a, b]
    filter:
        User|contains: SYSTEM
    condition: selection and not filter
  `);
  const { query = '', sourceMap } = convertText(rule, 'xdr');
  const linked = (source: string, from = 0) => {
    const start = rule.indexOf(source, from);
    return sourceMap.filter((link) => link.source.start === start && link.source.end === start + source.length);
  };
  const texts = (source: string, from = 0) =>
    linked(source, from).map((link) => query.slice(link.query.start, link.query.end));

  test('from single values to whole conditions', () => {
    expect(texts("'\\cmd.exe'")).toEqual(['"cmd"', 'FolderPath endswith @"\\cmd.exe"']);
    expect(texts("'\\pwsh.exe'")).toEqual(['"pwsh"', 'FolderPath endswith @"\\pwsh.exe"']);
    expect(texts('b', rule.indexOf('[a, b]'))).toEqual(['"b"']);
    expect(texts('CommandLine: [a, b]')).toEqual(['ProcessCommandLine in~ ("a", "b")']);
    expect(texts('selection', rule.indexOf('condition:'))).toEqual([
      '| where FolderPath has_any ("cmd", "pwsh") and (FolderPath endswith @"\\cmd.exe" or FolderPath endswith @"\\pwsh.exe")\n| where ProcessCommandLine in~ ("a", "b")',
    ]);
    expect(texts('not filter')).toEqual(['User !contains "SYSTEM"']);
    expect(texts('User|contains')).toEqual([]);
    expect(texts('User')[0]).toContain('User = strcat(');
  });

  test('the table and its rows come from the log source', () => {
    const start = rule.indexOf('category');
    expect(
      sourceMap
        .filter(({ source }) => source.start <= start && start < source.end)
        .map((link) => query.slice(link.query.start, link.query.end)),
    ).toEqual(['DeviceProcessEvents', 'ActionType == "ProcessCreated"', 'FolderPath !startswith "/"']);
  });

  test('parts nest, wider ones first', () => {
    const leaf = fc
      .integer({ min: 0, max: 99 })
      .map((start): Scalar => from(is(`value ${start}`), { start, end: start + 1 }));
    const { tree } = fc.letrec<{ tree: Scalar }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc
          .array(tie('tree'), { minLength: 1, maxLength: 4 })
          .map((operands) => from(or(operands), { start: 0, end: 100 })),
        fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map((operands) => and(operands)),
        tie('tree').map((operand) => not(operand)),
      ),
    }));
    fc.assert(
      fc.property(tree, (predicate) => {
        const { text, sourceMap } = print({ table: 'T', operators: [{ kind: 'where', predicate }] });
        const ends: number[] = [];
        for (const { query } of sourceMap) {
          while (ends.length > 0 && (ends.at(-1) ?? 0) <= query.start) ends.pop();
          if (query.start >= query.end || query.end > (ends.at(-1) ?? text.length)) return false;
          ends.push(query.end);
        }
        return !/[ \t]$/m.test(text);
      }),
    );
  });
});
