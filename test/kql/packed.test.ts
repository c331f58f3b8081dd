import { describe, expect, test } from 'vitest';
import type { LogsourceKey } from '../../server/src/catalog/taxonomy.ts';
import type { PackedMapping } from '../../server/src/kql/mappingFiles.ts';
import { print } from '../../server/src/kql/print.ts';
import { queryOf } from '../../server/src/kql/query.ts';
import type { TableMapping } from '../../server/src/kql/tableMapping.ts';
import { unpackMapping } from '../../server/src/kql/unpackMapping.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';

const logsource: LogsourceKey = { product: 'test' };

function mappingOf(table: string, more: Partial<PackedMapping>): TableMapping {
  const packed = { target: 'workspace' as const, logsources: [logsource], table, rows: [], ...more };
  return unpackMapping(packed, { source: [], fieldSets: {}, mappings: [packed] });
}

/** The lines of the query below the table, one blank for each indentation. */
function linesOf(mapping: TableMapping, detection: string): string[] {
  const text = `title: T\nlogsource: { product: test }\ndetection:\n    a: ${detection}\n    condition: a\n`;
  const [rule] = parseSigma(text).rules;
  if (rule?.kind !== 'detection') throw new Error(`no rule in ${text}`);
  const { table } = mapping;
  const { query, problems } = queryOf(rule, { target: 'workspace', logsource, mapping, table });
  if (query === undefined) return problems.map(({ code }) => code);
  const printed = print(query).text;
  expect(analyse(printed, 'workspace')).toEqual([]);
  return printed.replace(/\n +/g, ' ').split('\n| ').slice(1);
}

describe('a dynamic column', () => {
  const mapping = mappingOf('WindowsEvent', {
    fields: { EventID: { column: 'EventID', type: 'int' } },
    packed: [{ of: 'EventData', format: 'dynamic', fields: ['Image', ['Renamed', 'a b.c["d.e"]']], rest: true }],
  });

  test.each<[detection: string, ...lines: string[]]>([
    ['{ Image: a }', 'extend Image = tostring(EventData.Image)', 'where Image =~ "a"'],
    ['{ Image: null }', 'where isnull(EventData.Image)'],
    ['{ Renamed: a }', 'extend Renamed = tostring(EventData["a b"].c["d.e"])', 'where Renamed =~ "a"'],
    ['{ a.b-c: a }', 'extend a_b_c = tostring(EventData.a["b-c"])', 'where a_b_c =~ "a"'],
    ['{ EventID: 1 }', 'where EventID == 1'],
    ['{ by: a }', 'extend _by = tostring(EventData["by"])', 'where _by =~ "a"'],
    ['{ TenantId: a }', 'extend EventData_TenantId = tostring(EventData.TenantId)', 'where EventData_TenantId =~ "a"'],
    [
      '{ a.b: x, a_b: y }',
      'extend a_b = tostring(EventData.a.b), a_b_2 = tostring(EventData.a_b)',
      'where a_b =~ "x"',
      'where a_b_2 =~ "y"',
    ],
  ])(
    '%s',
    (detection, ...lines) => {
      expect(linesOf(mapping, detection)).toEqual(lines);
    },
    60_000,
  );

  test('lists what it is known to hold', () => {
    expect([...mapping.fields.keys()]).toEqual(['Image', 'Renamed', 'EventID']);
  });
});

test('JSON is parsed once, and only when it is asked for', () => {
  const mapping = mappingOf('AWSCloudTrail', {
    columns: ['EventName'],
    packed: [{ of: 'RequestParameters', format: 'json', prefix: 'requestParameters.', fields: ['bucket'], rest: true }],
  });
  expect(linesOf(mapping, '{ requestParameters.bucket: a, requestParameters.x.y: null, EventName: b }')).toEqual([
    'where EventName =~ "b"',
    'extend ParsedRequestParameters = parse_json(RequestParameters)',
    'extend requestParameters_bucket = tostring(ParsedRequestParameters.bucket)',
    'where requestParameters_bucket =~ "a"',
    'where isnull(ParsedRequestParameters.x.y)',
  ]);
  expect(linesOf(mapping, '{ EventName: b }')).toEqual(['where EventName =~ "b"']);
  expect(linesOf(mapping, '{ responseElements.x: b }')).toEqual(['unmapped-field']);
  expect([...mapping.fields.keys()]).toEqual(['EventName', 'requestParameters.bucket']);
});

describe('key-value pairs', () => {
  const mapping = mappingOf('Syslog', {
    packed: [{ of: 'SyslogMessage', format: 'keyValue', fields: [], rest: true }],
  });

  /** What the expression's first match has, as `coalesce` of `extract` does it. */
  function read(key: string, message: string): string {
    const field = mapping.fields.get(key);
    if (field?.kind !== 'computed') throw new Error('not computed');
    const patterns = [...field.expression.matchAll(/extract\(@?"((?:[^"]|"")*)"/g)].map(([, pattern = '']) =>
      pattern.replaceAll('""', '"'),
    );
    expect(patterns).toHaveLength(2);
    return patterns.map((pattern) => new RegExp(pattern).exec(message)?.[1] ?? '').find((value) => value !== '') ?? '';
  }

  test.each([
    ['type=SYSCALL msg=audit(1.2:3): comm="a b" exe="/usr/bin/x"', 'comm', 'a b'],
    ['type=SYSCALL msg=audit(1.2:3): comm="a b" exe="/usr/bin/x"', 'type', 'SYSCALL'],
    ['type=SYSCALL msg=audit(1.2:3): comm="a b" exe="/usr/bin/x"', 'exe', '/usr/bin/x'],
    [`pid=1 msg='op=PAM:login acct="root" res=success'`, 'op', 'PAM:login'],
    [`pid=1 msg='op=PAM:login acct="root" res=success'`, 'res', 'success'],
    ['ppid=5 pid=1', 'pid', '1'],
    ['a0="x" a=', 'a', ''],
    ['key="" b=c', 'key', ''],
    ['xkey=v', 'key', ''],
  ])('%s: %s', (message, key, value) => {
    expect(read(key, message)).toBe(value);
  });

  test('bind', () => {
    expect(linesOf(mapping, '{ comm: a }')[1]).toBe('where comm =~ "a"');
  });
});

test('own fields, then sets, then packed columns, then columns take a name', () => {
  const packed: PackedMapping = {
    target: 'workspace',
    logsources: [logsource],
    table: 'WindowsEvent',
    rows: [],
    columns: ['A', 'B', 'Channel'],
    packed: [
      { of: 'EventData', format: 'dynamic', fields: ['A', 'B', 'C'] },
      { of: 'EventData', format: 'dynamic', prefix: 'x.', fields: [], rest: true },
    ],
    use: ['set'],
    fields: { C: 'Own' },
  };
  const { fields } = unpackMapping(packed, {
    source: [],
    fieldSets: { set: { B: 'Shared', C: 'Shared' } },
    mappings: [packed],
  });
  const shown = ['A', 'B', 'C', 'Channel', 'x.A', 'Nothing'].map((name) => {
    const field = fields.get(name);
    return field?.kind === 'column' ? field.column : field?.kind === 'computed' ? field.expression : undefined;
  });
  expect(shown).toEqual(['tostring(EventData.A)', 'Shared', 'Own', 'Channel', 'tostring(EventData.A)', undefined]);
});
