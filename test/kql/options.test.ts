import { describe, expect, test } from 'vitest';
import type { Target } from '../../server/src/catalog/target.ts';
import { type ConvertOptions, convertToKql } from '../../server/src/kql/convert.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { ruleText } from './convertDetection.ts';

const processes = { category: 'process_creation', product: 'windows' };

function convert(
  detection: string,
  options: Omit<ConvertOptions, 'target'>,
  target: Target = 'xdr',
  logsource = processes,
) {
  return convertRule(ruleText(detection, logsource), options, target);
}

function convertRule(text: string, options: Omit<ConvertOptions, 'target'>, target: Target = 'xdr') {
  const [rule] = parseSigma(text).rules;
  if (rule === undefined) throw new Error('no rule');
  const conversion = convertToKql(rule, { target, ...options });
  if (conversion.query !== undefined) expect(analyse(conversion.query, target)).toEqual([]);
  return conversion;
}

describe('a time', () => {
  test.each([
    ['xdr', 'DeviceProcessEvents\n| where Timestamp > ago(1d)\n| where ActionType == "ProcessCreated"'],
    ['workspace', 'SecurityEvent\n| where TimeGenerated > ago(1d)\n| where EventID == 4688'],
    ['asim', 'imProcessCreate\n| where TimeGenerated > ago(1d)\n'],
  ] as const)('is asked for first in %s', (target, start) => {
    expect(convert('selection: { Image: a }', { timeRange: '1d' }, target).query).toContain(start);
  });

  test('that is none is no part of a query', () => {
    expect(() => convert('selection: { Image: a }', { timeRange: '1d) or true' })).toThrow(RangeError);
  });
});

test('the header cannot be left by a line break in the title', () => {
  const text = `title: "A\\n| take 1\\u2028b"\nid: 6a4d5b7e-0000-4000-8000-000000000000\nlevel: high\nlogsource: { category: process_creation, product: windows }\ndetection: { a: { Image: b }, condition: a }`;
  const { query, sourceMap } = convertRule(text, { header: true });
  expect(query?.split('\n').slice(0, 4)).toEqual([
    '// A | take 1 b',
    '// id: 6a4d5b7e-0000-4000-8000-000000000000',
    '// level: high',
    'DeviceProcessEvents',
  ]);
  const spans = sourceMap.map(({ query: { start, end } }) => query?.slice(start, end));
  expect(spans).toContain('// level: high');
  expect(spans).toContain('FolderPath =~ "b"');
});

describe('tables', () => {
  const read = (detection: string, prefer: string[]) => convert(detection, { tables: { prefer } }, 'workspace').tables;

  test('are read in the order of preference', () => {
    expect(read('selection: { Image: a }', [])).toEqual(['SecurityEvent']);
    expect(read('selection: { Image: a }', ['WindowsEvent'])).toEqual(['WindowsEvent']);
    expect(read('selection: { Image: a }', ['NoSuchTable', 'WindowsEvent'])).toEqual(['WindowsEvent']);
  });

  test('are read where they can answer', () => {
    expect(read('selection: { Description: a }', ['SecurityEvent'])).toEqual(['Event']);
    expect(read('selection: { Description: a }', ['WindowsEvent'])).toEqual(['WindowsEvent']);
  });

  test('of ASIM are known by both of their names', () => {
    const { tables } = convert('selection: { Image: a }', { tables: { prefer: ['imProcessCreate'] } }, 'asim');
    expect(tables).toEqual(['imProcessCreate']);
  });
});

describe('strict', () => {
  test('refuses what is only near, at the field', () => {
    const detection = 'selection: { OriginalFileName: a }';
    expect(convert(detection, {}, 'asim').approximate).toBe(true);
    const { query, problems } = convert(detection, { strict: true }, 'asim');
    expect(query).toBeUndefined();
    const [problem] = problems.filter(({ severity }) => severity === 'error');
    expect(problem?.code).toBe('approximate-mapping');
    const text = ruleText(detection, processes);
    expect(text.slice(problem?.range.start, problem?.range.end)).toBe('OriginalFileName');
  });

  test('leaves exact queries alone', () => {
    expect(convert('selection: { Image: a }', { strict: true }).query).toBeDefined();
  });
});

describe('a watchlist', () => {
  const watchlists = { admins: { alias: 'Admins', column: 'User Name' } };
  const values = `(_GetWatchlist("Admins") | project Value = tostring(["User Name"]) | where isnotempty(Value))`;

  test('has the values of a placeholder', () => {
    const { query } = convert("selection: { Image|expand: '%admins%' }", { watchlists }, 'workspace');
    expect(query?.replace(/\s+/g, ' ')).toContain(`| where NewProcessName in~ ( ${values} )`);
  });

  test('is negated', () => {
    const { query } = convert("selection: { Image|expand|neq: '%admins%' }", { watchlists }, 'workspace');
    expect(query?.replace(/\s+/g, ' ')).toContain(`| where NewProcessName !in~ ( ${values} )`);
  });

  test.each([
    ["selection: { Image|re|expand: '%admins%' }", 'workspace'],
    ["selection: { Image|expand: '%others%' }", 'workspace'],
    ["selection: { Image|expand: '%constructor%' }", 'workspace'],
    ["selection: { Image|expand: '%admins%' }", 'xdr'],
  ] as const)('cannot answer %s in %s', (detection, target) => {
    const { query, problems } = convert(detection, { watchlists }, target);
    expect(query).toBeUndefined();
    expect(problems.find(({ severity }) => severity === 'error')?.code).toBe('unresolved-placeholder');
  });
});

describe('a log source', () => {
  const source = (logsource: Record<string, string>, options = {}) =>
    convert('selection: { Image: a }', options, 'xdr', logsource as typeof processes);

  test('that names more than the mapping is near to it, and says so', () => {
    const { query, problems } = source({ ...processes, service: 'sysmon' });
    expect(query).toBeDefined();
    expect(problems.map(({ code }) => code)).toEqual(['approximate-mapping']);
    expect(source({ ...processes, service: 'sysmon' }, { strict: true }).query).toBeUndefined();
  });

  test('that names less is told what is missing', () => {
    const { query, problems } = source({ category: 'process_creation' });
    expect(query).toBeUndefined();
    expect(problems[0]?.message).toMatch(/by product: name one, such as .*`windows`/);
  });

  test('of another product is not read from the tables of one', () => {
    expect(source({ category: 'process_creation', product: 'plan9' }).query).toBeUndefined();
  });
});
