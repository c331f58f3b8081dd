import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Target } from '../../server/src/catalog/target.ts';
import type { LogsourceKey } from '../../server/src/catalog/taxonomy.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';
import { runKql } from '../../server/src/kusto/runKql.ts';
import { compileMatcher } from '../../server/src/match/compile.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { convertText, ruleText } from './convertDetection.ts';

type Watchlists = Readonly<Record<string, { readonly alias: string; readonly column: string }>>;
const watchlists: Watchlists = {
  admins: { alias: 'Admins', column: 'User Name' },
  domains: { alias: 'Domains', column: 'Name' },
};

function convert(detection: string, logsource: LogsourceKey = { category: 'process_creation', product: 'windows' }) {
  return convertText(ruleText(detection, logsource), 'workspace', { watchlists });
}

/** The command lines of processes that the query finds. */
async function found(query: string, lines: readonly string[], values: Readonly<Record<string, readonly string[]>>) {
  const rows = lines.map((CommandLine, index) => ({ EventID: 4688, CommandLine, Computer: String(index) }));
  const { rows: result, problems } = await runKql(query, {
    tables: { SecurityEvent: rows },
    watchlists: {
      Admins: (values.admins ?? ['']).map((value) => ({ 'User Name': value })),
      Domains: (values.domains ?? ['']).map((value) => ({ Name: value })),
    },
  });
  expect(problems).toEqual([]);
  return result.map(({ Computer }) => Number(Computer)).sort((a, b) => a - b);
}

/** The values of a watchlist are plain texts, and those of the matcher Sigma strings. */
function asSigma(values: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(values).map(([name, each]) => [name, each.map((value) => value.replace(/[\\*?]/g, '\\$&'))]),
  );
}

async function agree(
  detection: string,
  lines: readonly string[],
  values: { readonly admins: readonly string[]; readonly domains: readonly string[] },
): Promise<void> {
  const { query } = convert(detection);
  if (query === undefined) throw new Error(`No query for ${detection}`);
  const [rule] = parseSigma(ruleText(detection)).rules;
  if (rule === undefined) throw new Error('no rule');
  const matches = compileMatcher(rule, { placeholders: asSigma(values) });
  const expected = lines.flatMap((CommandLine, index) => (matches({ CommandLine }) ? [index] : []));
  expect(await found(query, lines, values), `${detection}\n${query}`).toEqual(expected);
}

const forms = [
  "'%admins%'",
  String.raw`'%admins%\\x'`,
  String.raw`'CORP\\%admins%'`,
  "'*%admins%'",
  "'%admins%?'",
  "'a*%admins%*b'",
  String.raw`'%domains%\\%admins%'`,
  "'%admins%-%admins%'",
  "'.%admins%|'",
  "['%admins%', 'a*', 'b']",
  "['%admins%', '%domains%']",
];
const modifiers = [
  '',
  '|contains',
  '|startswith',
  '|endswith',
  '|cased',
  '|contains|cased',
  '|contains|all',
  '|neq',
  '|endswith|all|neq',
];

describe('a watchlist', () => {
  const values = { admins: ['ann', 'a.b*', 'B\\x', '(ö'], domains: ['CORP', 'x'] };
  const lines = [
    '',
    'ann',
    'ANN',
    'x ann y',
    'ann\\x',
    'CORP\\ann',
    'corp\\A.B*',
    'a.b',
    'axb*',
    'a.b*-ANN',
    'a and ANN of b',
    'annb',
    '.ann|',
    'x\\(Ö',
    'b\\X',
    'x',
  ];

  it.each(
    modifiers.flatMap((modifier) => forms.map((form) => `selection: { CommandLine|expand${modifier}: ${form} }`)),
  )('means what its values mean: %s', (detection) => agree(detection, lines, values));

  it('means so whatever the values and the texts are', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'A', 'b', '*', '\\', '.', '|', '(', 'ö', '"', ' '),
      maxLength: 4,
    });
    const list = fc.array(
      text.filter((value) => value !== ''),
      { minLength: 1, maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...forms),
        fc.constantFrom(...modifiers),
        fc.record({ admins: list, domains: list }),
        fc.array(text, { minLength: 1, maxLength: 8 }),
        async (form, modifier, given, texts) => {
          const joined = [...given.admins, ...given.admins.map((admin) => `${given.domains[0]}\\${admin}`), ...texts];
          await agree(`selection: { CommandLine|expand${modifier}: ${form} }`, joined, given);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    ["selection: { CommandLine|expand: '%admins%' }", []],
    ["selection: { CommandLine|expand|contains: '%admins%' }", []],
    [String.raw`selection: { CommandLine|expand|startswith: '%domains%\\%admins%' }`, []],
    ["selection: { CommandLine|expand|contains|neq: '%admins%' }", [0, 1]],
    ["selection: { CommandLine|expand|contains: ['%admins%', 'x'] }", [1]],
  ] as const)('without a value matches nothing: %s', async (detection, expected) => {
    const query = convert(detection).query ?? '';
    expect(await found(query, ['', 'x'], {})).toEqual(expected);
  });

  it('is one expression that is made before rows are read', () => {
    const { query, problems } = convert("selection: { CommandLine|expand|contains: '%domains%' }");
    expect(analyse(query ?? '', 'workspace')).toEqual([]);
    expect(query?.replace(/\s+/g, ' ')).toBe(
      'SecurityEvent | where EventID == 4688 | where CommandLine matches regex strcat( "(?is)(?:", toscalar( _GetWatchlist("Domains") | project Value = tostring(Name) | where isnotempty(Value) | summarize Values = make_set(regex_quote(Value)) | project iff( array_length(Values) > 0, strcat_array(Values, "|"), @"\\z." ) ), ")" )',
    );
    expect(problems.map(({ severity, message }) => [severity, message])).toContainEqual([
      'hint',
      'The values of the watchlist `Domains` become one regular expression, which Kusto can make of a megabyte of them at most.',
    ]);
  });

  it('is a list with what stands around its values', () => {
    const { query } = convert(String.raw`selection: { CommandLine|expand: 'CORP\\%domains%' }`);
    expect(query?.replace(/\s+/g, ' ')).toContain(
      String.raw`CommandLine in~ ( ( _GetWatchlist("Domains") | project Value = tostring(Name) | where isnotempty(Value) | project Value = strcat( @"CORP\", Value ) ) )`,
    );
  });

  it('is asked of numbers as they are written', () => {
    const { query } = convert("selection: { EventID|expand: '%domains%' }", {
      product: 'windows',
      service: 'security',
    });
    expect(query).toContain('tostring(EventID) in~');
  });

  it.each([
    ["'%domains%'", [true, true, false]],
    ["'x%domains%'", [false, false, false]],
    ["'ad*%domains%'", [false, false, true]],
  ])('is looked for line by line where a column has the values of a list: %s', async (form, expected) => {
    const selection = `selection: { TargetResources.modifiedProperties.newValue|expand: ${form} }`;
    const { query = '' } = convert(selection, { product: 'azure', service: 'auditlogs' });
    const rows = [['Root', 'b'], ['a', 'root'], ['admin of root']].map((values, index) => ({
      CorrelationId: String(index),
      TargetResources: [{ modifiedProperties: values.map((newValue) => ({ newValue })) }],
    }));
    const { rows: found, problems } = await runKql(query, {
      tables: { AuditLogs: rows },
      watchlists: { Domains: [{ Name: 'root' }] },
    });
    expect(problems).toEqual([]);
    const ids = found.map(({ CorrelationId }) => CorrelationId);
    expect(rows.map(({ CorrelationId }) => ids.includes(CorrelationId))).toEqual(expected);
  });

  it('is looked for as a keyword where columns have nothing but text', () => {
    const { query, problems } = convert("selection: { '|expand': '%domains%' }", {
      product: 'linux',
      service: 'syslog',
    });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(query).toContain('SyslogMessage matches regex strcat(');
    expect(analyse(query ?? '', 'workspace')).toEqual([]);
  });

  const processes = { category: 'process_creation', product: 'windows' };
  const audit = { product: 'azure', service: 'auditlogs' };

  it.each<[string, LogsourceKey, string, Target]>([
    ["{ '|expand': '%domains%' }", { product: 'windows', service: 'security' }, 'many values in one text', 'workspace'],
    ["{ Hashes|contains|expand: '%domains%' }", processes, 'has no single column for this field', 'asim'],
    ["{ CommandLine|re|expand: 'a%domains%' }", processes, 'cannot be parts of a regular expression', 'workspace'],
    ["{ CommandLine|contains|expand: '%domains%-%nobody%' }", processes, '`%nobody%` has no value', 'workspace'],
    ["{ CommandLine|contains|expand: '%domains%' }", processes, 'advanced hunting has no watchlists', 'xdr'],
    ["{ TargetResources|expand: '%domains%' }", audit, 'may have a list', 'workspace'],
  ])('is refused where it could not be right: %s', (selection, logsource, reason, target) => {
    const { query, problems } = convertText(ruleText(`selection: ${selection}`, logsource), target, { watchlists });
    expect(query).toBeUndefined();
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ message }) => message).join('\n')).toContain(reason);
  });
});
