import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { targets } from '../../server/src/catalog/target.ts';
import { convertToKql } from '../../server/src/kql/convert.ts';
import { tokenizeKql } from '../../server/src/kql/tokens.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { sharedPath } from '../shared.ts';
import { convertText } from './convertDetection.ts';

const seed = sharedPath('seeds/sigma-rule-page.txt');

describe.skipIf(seed === undefined)('the rule of the page that the product grew from', () => {
  const page = seed === undefined ? '' : readFileSync(seed, 'utf8');
  const rule = page.slice(page.indexOf('title: '), page.indexOf('\nKQL (Azure Sentinel)'));
  const theirs = page.slice(page.indexOf('imProcessCreate\n|'), page.indexOf('\n\nRequired Data Sources'));

  test('means what the query of the page means', () => {
    const { query = '', tables, approximate, problems } = convertText(rule, 'asim');
    expect({ tables, approximate, problems }).toEqual({
      tables: ['imProcessCreate'],
      approximate: false,
      problems: [],
    });
    expect(groupsOf(theirs).clauses).toHaveLength(9);
    expect(groupsOf(query)).toEqual(groupsOf(theirs));
    expect(analyse(query, 'asim')).toEqual([]);
  }, 60_000);

  /** The table, and the conditions that are joined by `and` and by `or`, whatever the layout and the quoting. */
  function groupsOf(query: string) {
    const [table, ...operators] = query.split(/\n(?=\|)/);
    const clauses =
      operators
        .join(' ')
        .replaceAll('\n', ' ')
        .match(/\w+ contains @?"(?:[^"\\]|\\.)*?(?:\\"|")(?= *(?:and|or|\)|\||$))/g) ?? [];
    const normal = clauses.map((clause) =>
      clause.replace(/@"(.*)"$/, (_, text: string) => `"${text.replaceAll('\\', '\\\\')}"`),
    );
    const alternatives = operators.join(' ').match(/ or /g)?.length;
    return { table, clauses: normal, alternatives };
  }
});

const corpus = ['corpus/rules', 'corpus/rules-emerging-threats', 'corpus/rules-threat-hunting'].flatMap(
  (each) => sharedPath(each) ?? [],
);
const inScope = /proc_creation|file_|registry_|net_connection|image_load|dns_query|win_security/;

describe.skipIf(corpus.length === 0)('public rules', () => {
  const files = corpus
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
    )
    .filter((name) => name.endsWith('.yml') && inScope.test(path.basename(name)))
    .sort();

  test('become queries without a diagnostic, or say why not', () => {
    const faults: string[] = [];
    let converted = 0;
    for (const [index, file] of files.entries()) {
      for (const rule of parseSigma(readFileSync(file, 'utf8')).rules) {
        for (const target of targets) {
          const { query, problems } = convertToKql(rule, { target });
          if (query === undefined && !problems.some(({ severity }) => severity === 'error'))
            faults.push(`${file}: no reason`);
          if (query === undefined) continue;
          converted++;
          const tokens = tokenizeKql(query);
          if (tokens.some(([start], position) => start < (tokens[position - 1]?.[0] ?? 0)))
            faults.push(`${file}: tokens`);
          if (index % 24 === 0)
            faults.push(...analyse(query, target).map(({ message }) => `${path.basename(file)} ${target}: ${message}`));
        }
      }
    }
    expect(faults).toEqual([]);
    expect(converted).toBeGreaterThan(files.length);
  }, 240_000);
});

test('the library chooses the names of ASIM functions', () => {
  const [rule] = parseSigma(
    'title: T\nlogsource: { category: process_creation, product: windows }\ndetection: { a: { Image: b }, condition: a }',
  ).rules;
  if (rule === undefined) throw new Error('no rule');
  expect(convertToKql(rule, { target: 'asim' }).tables).toEqual(['imProcessCreate']);
  expect(convertToKql(rule, { target: 'asim', asimFunctions: 'builtin' }).query).toBe(
    '_Im_ProcessCreate\n| where TargetProcessName !startswith "/"\n| where TargetProcessName =~ "b"',
  );
});

test.each([
  [
    'a correlation of a rule that is not given',
    'title: T\ncorrelation: { type: event_count, rules: [a], group-by: [b], timespan: 5m, condition: { gte: 3 } }',
    'unresolved-reference',
  ],
  [
    'a filter',
    'title: T\nlogsource: { category: process_creation }\nfilter: { rules: any, a: { b: c }, condition: a }',
    'not-translated',
  ],
  [
    'an unknown log source',
    'title: T\nlogsource: { category: no_such }\ndetection: { a: { b: c }, condition: a }',
    'unmapped-logsource',
  ],
  [
    'an unknown field',
    'title: T\nlogsource: { category: process_creation, product: windows }\ndetection: { a: { Imgae: c }, condition: a }',
    'unmapped-field',
  ],
  [
    'a rule with an error',
    'title: T\nlogsource: { category: process_creation, product: windows }\ndetection: { a: { Image|nope: c }, condition: a }',
    'unknown-modifier',
  ],
])('%s is refused', (_, text, code) => {
  for (const target of targets) {
    const { query, problems } = convertText(text, target);
    expect(query).toBeUndefined();
    expect(problems[0]?.code).toBe(code);
    expect(problems[0]?.severity).toBe('error');
    expect(problems[0]?.range.end).toBeGreaterThan(problems[0]?.range.start ?? 0);
  }
});

test('ten thousand values are no trouble', () => {
  const values = Array.from({ length: 10_000 }, (_, index) => `- 'value ${index}*x'`).join('\n      ');
  const text = `title: T\nlogsource: { category: process_creation, product: windows }\ndetection:\n  a:\n    CommandLine:\n      ${values}\n    ProcessId:\n      ${values}\n  condition: a`;
  expect(convertText(text, 'xdr').query?.length).toBeGreaterThan(500_000);
});
