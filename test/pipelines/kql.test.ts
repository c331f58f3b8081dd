import { beforeAll, describe, expect, test } from 'vitest';
import type { Target } from '../../server/src/catalog/target.ts';
import { convertToKql } from '../../server/src/kql/convert.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';
import { applyPipelines } from '../../server/src/pipelines/apply.ts';
import { parsePipeline } from '../../server/src/pipelines/parse.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { process, ruleText } from './processed.ts';

// Microsoft's parser takes its time to get warm.
beforeAll(() => void analyse('print 1', 'xdr'), 60_000);

function convert(transformations: string, rule: string, target: Target, more = '') {
  const processed = process(transformations, rule, more);
  expect(processed.pipeline.problems).toEqual([]);
  const conversion = convertToKql(processed.rule, { target, termIndex: false });
  return { ...conversion, processed };
}

/** The lines of the query behind the table. */
function kql(transformations: string, rule: string, target: Target): string {
  const { query, problems } = convert(transformations, rule, target);
  if (query !== undefined) expect(analyse(query, target)).toEqual([]);
  return query ?? problems.map(({ message }) => message).join('\n');
}

const processes = '{ category: process_creation, product: windows }';

/** In the style of pySigma-backend-kusto's pipelines: fields to columns, values, a condition, a failure. */
const inStyleOfKusto = `- id: fields
  type: field_name_mapping
  mapping:
    CommandLine: ProcessCommandLine
    Image: FolderPath
    OriginalFileName: ProcessVersionInfoOriginalFileName
    ParentImage: InitiatingProcessFolderPath
    User: [AccountName, AccountUpn]
  rule_conditions:
    - { type: logsource, category: process_creation, product: windows }
- id: hashes
  type: hashes_fields
  valid_hash_algos: [MD5, SHA1, SHA256]
  field_name_conditions: [{ type: include_fields, fields: [Hashes] }]
- type: add_condition
  conditions: { ActionType: ProcessCreated }
- type: rule_failure
  message: Only Windows.
  rule_conditions: [{ type: logsource, product: windows }]
  rule_cond_not: true`;

describe('a pipeline in the style of the Kusto backend', () => {
  const rule = ruleText(
    `selection:
    CommandLine|contains: whoami
    Image|endswith: '\\cmd.exe'
    User: adm
    Hashes|contains: 'SHA256=abc'`,
    '',
    processes,
  );

  test('xdr: its names are columns of the table', () => {
    const query = kql(inStyleOfKusto, rule, 'xdr');
    expect(query).toMatch(/^DeviceProcessEvents\n/);
    expect(query.slice(query.indexOf('| where ActionType =~'))).toBe(`| where ActionType =~ "ProcessCreated"
| where ProcessCommandLine contains "whoami"
| where FolderPath endswith @"\\cmd.exe"
| where AccountName =~ "adm" or AccountUpn =~ "adm"
| where SHA256 startswith "abc"`);
  });

  test.each<Target>(['xdr', 'workspace', 'asim'])('%s: on a table of its choice', (target) => {
    const withTable = `${inStyleOfKusto}\n- type: set_state\n  key: query_table\n  val: DeviceProcessEvents`;
    expect(kql(withTable, rule, target)).toBe(`DeviceProcessEvents
| where ActionType =~ "ProcessCreated"
| where ProcessCommandLine contains "whoami"
| where FolderPath endswith @"\\cmd.exe"
| where AccountName =~ "adm" or AccountUpn =~ "adm"
| where SHA256 startswith "abc"`);
  });

  test('asim: columns of the parser', () => {
    const mapping =
      '- type: field_name_mapping\n  mapping: { CommandLine: TargetProcessCommandLine, Image: TargetProcessName }';
    expect(kql(mapping, ruleText('selection: { CommandLine: a, Image: b }', '', processes), 'asim')).toContain(
      '| where TargetProcessCommandLine =~ "a"\n| where TargetProcessName =~ "b"',
    );
  });

  test('its clauses lead back to the rule, what it added to the log source', () => {
    const { query = '', sourceMap } = convert(inStyleOfKusto, rule, 'xdr');
    const source = (clause: string) => {
      const at = query.lastIndexOf(clause);
      const links = sourceMap.filter((link) => link.query.start <= at && at + clause.length <= link.query.end);
      return links.map((link) => rule.slice(link.source.start, link.source.end));
    };
    expect(source('ProcessCommandLine contains "whoami"')).toContain('CommandLine|contains: whoami');
    expect(source('ActionType =~ "ProcessCreated"')).toContainEqual(expect.stringContaining('process_creation'));
  });

  test('a failure is an error in the rule', () => {
    const linux = ruleText('selection: { CommandLine: a }', '', '{ category: process_creation, product: linux }');
    const { query, problems } = convert(inStyleOfKusto, linux, 'xdr');
    expect(query).toBeUndefined();
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['pipeline-failure', '`rule_failure` of the pipeline `pipeline` refuses the rule: Only Windows.'],
    ]);
  });
});

describe('names', () => {
  test('what the pipeline leaves alone is still Sigma’s', () => {
    expect(
      kql('- type: case', ruleText('selection: { CommandLine: a, ProcessId: 5 }', '', processes), 'xdr'),
    ).toContain('ProcessCommandLine =~ "a"\n| where ProcessId == 5');
  });

  test('a name that is no column is Sigma’s', () => {
    const mapping = '- type: field_name_mapping\n  mapping: { cmd: CommandLine }';
    expect(kql(mapping, ruleText('selection: { cmd: a }', '', processes), 'xdr')).toContain(
      'ProcessCommandLine =~ "a"',
    );
  });

  test('a column wins over Sigma’s field of the same name', () => {
    const mapping = '- type: field_name_mapping\n  mapping: { parent: ProcessId }';
    const security = '{ product: windows, service: security }';
    const query = kql(mapping, ruleText('selection: { EventID: 4688, parent: "0x5" }', '', security), 'workspace');
    expect(query).toMatch(/where ProcessId =~ "0x5"/);
  });

  test('two fields of one name that mean different things are refused', () => {
    const mapping = '- type: field_name_mapping\n  mapping: { parent: CommandLine }';
    const { query, problems } = convert(
      mapping,
      ruleText('selection: { parent: a, CommandLine: b }', '', processes),
      'asim',
    );
    expect(query).toBeUndefined();
    expect(problems.map(({ code }) => code)).toEqual(['unmapped-field']);
  });

  test('other fields of the rule are columns too, if Sigma has no such name', () => {
    expect(kql('- type: case', ruleText('selection: { AccountSid: S-1-5-18 }', '', processes), 'xdr')).toContain(
      'AccountSid =~ "s-1-5-18"',
    );
  });

  test('a path leads into a dynamic column', () => {
    const state = '- type: set_state\n  key: query_table\n  val: SigninLogs';
    expect(kql(state, ruleText('selection: { DeviceDetail.browser: a, ResultType: 0 }'), 'workspace')).toContain(
      'tostring(DeviceDetail.browser)',
    );
  });

  test('a field that the chosen table lacks is refused', () => {
    const state = '- type: set_state\n  key: query_table\n  val: DeviceProcessEvents';
    expect(kql(state, ruleText('selection: { CommandLine: a }', '', processes), 'xdr')).toMatch(
      /no column for `CommandLine`/,
    );
  });

  test('a table of another target is refused', () => {
    const state = '- type: set_state\n  key: query_table\n  val: SecurityEvent';
    expect(kql(state, ruleText('selection: { EventID: 1 }'), 'xdr')).toMatch(/does not have. There is one for/);
  });

  test('a table that nobody knows is read as it is named, with a hint', () => {
    const state = '- type: set_state\n  key: query_table\n  val: Custom_CL';
    const { query, problems } = convert(
      state,
      ruleText('selection: { name_s: a, count_d: 5, flag_b: true, raw.key: x, odd-name: y }'),
      'workspace',
    );
    expect(query).toBe(`Custom_CL
| where name_s =~ "a"
| where count_d == 5
| where flag_b == true
| where ["odd-name"] =~ "y"
| extend raw_key = tostring(raw.key)
| where raw_key =~ "x"`);
    expect(problems.map(({ severity, code }) => [severity, code])).toEqual([['hint', 'table-choice']]);
  });

  test('change_logsource chooses other tables', () => {
    const change =
      '- type: change_logsource\n  product: windows\n  service: security\n- type: add_condition\n  conditions: { EventID: 4688 }';
    expect(kql(change, ruleText('selection: { NewProcessName: a }', '', processes), 'workspace')).toMatch(
      /^SecurityEvent[\s\S]*EventID == 4688/,
    );
  });

  test('keywords on a table of the pipeline’s choice are looked for in all columns', () => {
    const state = '- type: set_state\n  key: query_table\n  val: SecurityEvent';
    expect(kql(state, ruleText('selection: [word]'), 'workspace')).toContain('* contains "word"');
  });
});

describe('correlations', () => {
  const text = `title: C
correlation: { type: event_count, rules: [r], timespan: 5m, group-by: [User], condition: { gte: 5 } }
---
${ruleText('selection: { CommandLine: a }', 'name: r', processes)}`;

  test('their fields are columns of the rules’ tables, too', () => {
    const pipeline = parsePipeline(
      'transformations:\n- { type: field_name_mapping, mapping: { User: AccountUpn, CommandLine: ProcessCommandLine } }',
    );
    const rules = parseSigma(text).rules.map((rule) => applyPipelines(rule, [pipeline], parseSigma(text).rules).rule);
    const [correlation] = rules;
    if (correlation === undefined) throw new Error('no rule');
    const { query = '', problems } = convertToKql(correlation, { target: 'xdr', rules });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(query).toContain('AccountUpn');
    expect(analyse(query, 'xdr')).toEqual([]);
  });
});

describe('query_expression_placeholders', () => {
  const lookup =
    '- type: query_expression_placeholders\n  expression: "{field} in~ ((_GetWatchlist(\'{id}\') | project SearchKey))"';

  test('column and id are filled in', () => {
    const rule = ruleText("selection: { User|expand: '%admins%', CommandLine: a }", '', processes);
    const { query } = convert(`${lookup}\n- type: field_name_mapping\n  mapping: { User: AccountUpn }`, rule, 'xdr');
    expect(query).toContain("| where AccountUpn in~ ((_GetWatchlist('admins') | project SearchKey))");
  });

  test('under a negation it cannot be null', () => {
    const rule = ruleText("selection: { AccountUpn|expand|neq: '%admins%' }", '', processes).replace(
      'expand|neq',
      'neq|expand',
    );
    expect(convert(lookup, rule, 'xdr').query).toContain(
      "not(coalesce(AccountUpn in~ ((_GetWatchlist('admins') | project SearchKey)), false))",
    );
  });
});
