import { describe, expect, test } from 'vitest';
import { print } from '../../server/src/kql/print.ts';
import { queryOf } from '../../server/src/kql/query.ts';
import type { TableMapping } from '../../server/src/kql/tableMapping.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';

/** Keywords on a table of the workspace whose mapping looks for them in these columns. */
function ask(
  table: string,
  keywords: readonly string[],
  written: string,
  formats: TableMapping['formats'] = new Map(),
) {
  const text = `title: T\nlogsource: { product: test }\ndetection:\n    a: ${written}\n    condition: a\n`;
  const [rule] = parseSigma(text).rules;
  if (rule?.kind !== 'detection') throw new Error(`no rule in ${text}`);
  const mapping: TableMapping = {
    target: 'workspace',
    table,
    rows: [],
    requires: new Map(),
    keywords,
    formats,
    fields: new Map(),
    row: new Map(),
  };
  const { query, problems } = queryOf(
    rule,
    { target: 'workspace', logsource: {}, mapping, table },
    { termIndex: false },
  );
  const [, line = ''] = (query && print(query).text.replace(/\n +/g, ' ').split('\n| where ')) ?? [];
  return { line, codes: problems.map(({ code }) => code) };
}

describe('a keyword', () => {
  test('is looked for in a column of text as it is', () => {
    expect(ask('Syslog', ['SyslogMessage'], String.raw`['a\b"']`)).toEqual({
      line: String.raw`SyslogMessage contains @"a\b"""`,
      codes: [],
    });
  });

  test('is looked for in several columns', () => {
    expect(ask('Syslog', ['SyslogMessage', 'ProcessName'], '[ab]').line).toBe(
      'SyslogMessage contains "ab" or ProcessName contains "ab"',
    );
  });

  test('is looked for in what an expression makes of them', () => {
    expect(ask('Syslog', ['strcat(ProcessName, ": ", SyslogMessage)'], '[ab]').line).toBe(
      'strcat(ProcessName, ": ", SyslogMessage) contains "ab"',
    );
  });

  test('is written in a dynamic column as JSON has it, and names of fields match too', () => {
    expect(ask('WindowsEvent', ['EventData'], String.raw`['a\b']`)).toEqual({
      line: String.raw`EventData contains @"a\b" or EventData contains @"a\\b"`,
      codes: ['approximate-mapping'],
    });
    expect(ask('WindowsEvent', ['EventData'], '[ab]').line).toBe('EventData contains "ab"');
  });

  test('is written in XML with its entities', () => {
    const formats = new Map([['EventData', 'xml' as const]]);
    expect(ask('SecurityEvent', ['EventData'], `['<a "b"']`, formats)).toEqual({
      line: String.raw`EventData contains "<a \"b\"" or EventData contains "&lt;a \"b\"" or EventData contains "&lt;a &quot;b&quot;"`,
      codes: ['approximate-mapping'],
    });
  });

  test('is looked for in all columns in every writing that they have', () => {
    expect(ask('WindowsEvent', ['*'], String.raw`['a\b']`).line).toBe(
      String.raw`* contains @"a\b" or * contains @"a\\b"`,
    );
  });

  test('that is an expression sees the escapes, and says so', () => {
    expect(ask('WindowsEvent', ['EventData'], String.raw`{ '|re': ['a\d'] }`)).toEqual({
      line: String.raw`EventData matches regex @"a\d"`,
      codes: ['approximate-mapping', 'approximate-mapping'],
    });
  });

  test('without a column is refused', () => {
    expect(ask('WindowsEvent', [], '[ab]').codes).toEqual(['unmapped-keywords']);
  });
});
