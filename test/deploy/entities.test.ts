import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { table } from '../../server/src/catalog/tables.ts';
import type { Target } from '../../server/src/catalog/target.ts';
import { deployProblems } from '../../server/src/checks/deployProblems.ts';
import { type DeployFormat, prepare, written } from '../../server/src/deploy/deploy.ts';
import { deployFacts } from '../../server/src/deploy/facts.ts';
import { convertToKql } from '../../server/src/kql/convert.ts';
import { allMappings } from '../../server/src/kql/mappings.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';

const rules = {
  logon: ['{product: windows, service: security}', '{EventID: 4625}'],
  task: ['{product: windows, service: security}', '{EventID: 4698}'],
  process: ['{category: process_creation, product: windows}', "{Image|endswith: '\\a.exe'}"],
  parent: ['{category: process_creation, product: windows}', "{GrandParentImage|endswith: '\\a.exe'}"],
  network: ['{category: network_connection, product: windows}', '{DestinationPort: 4444}'],
  proxy: ['{category: proxy}', '{cs-method: POST}'],
  signIn: ['{product: azure, service: signinlogs}', '{ResultType: 50126}'],
  thread: ['{category: create_remote_thread, product: windows}', "{TargetImage|endswith: '\\a.exe'}"],
} as const;

type Named = keyof typeof rules;

interface Case {
  readonly rules: readonly Named[];
  readonly groupBy: string;
  readonly aliases?: string;
  readonly target: Target;
  readonly entities: unknown;
}

/** Sentinel's entities: type, then identifier -> column (Microsoft, "Entity types reference"). */
const cases: readonly Case[] = [
  {
    rules: ['logon'],
    groupBy: 'TargetUserName, IpAddress',
    target: 'workspace',
    entities: ['Account Name=TargetUserName', 'IP Address=IpAddress'],
  },
  {
    rules: ['logon'],
    groupBy: 'TargetDomainName, TargetUserName, Computer',
    target: 'workspace',
    entities: ['Account NTDomain=TargetDomainName Name=TargetUserName', 'Host FullName=Computer'],
  },
  { rules: ['logon'], groupBy: 'TargetDomainName, EventID', target: 'workspace', entities: [] },
  { rules: ['logon'], groupBy: 'LogonType', target: 'workspace', entities: [] },
  {
    rules: ['logon'],
    groupBy: 'TargetUserName, IpAddress, WorkstationName',
    target: 'asim',
    entities: ['Account Name=TargetUserName', 'Host HostName=WorkstationName', 'IP Address=IpAddress'],
  },
  {
    rules: ['task'],
    groupBy: 'SubjectDomainName, SubjectUserName',
    target: 'asim',
    entities: ['Account NTDomain=SubjectDomainName Name=SubjectUserName'],
  },
  { rules: ['process'], groupBy: 'User', target: 'asim', entities: ['Account FullName=User'] },
  { rules: ['parent'], groupBy: 'User', target: 'workspace', entities: ['Account FullName=User'] },
  { rules: ['process'], groupBy: 'ProcessId', target: 'asim', entities: [] },
  {
    rules: ['network'],
    groupBy: 'SourceIp, DestinationIp',
    target: 'asim',
    entities: ['IP Address=SourceIp', 'IP Address=DestinationIp'],
  },
  { rules: ['network'], groupBy: 'User, Image', target: 'workspace', entities: ['Account FullName=User'] },
  { rules: ['proxy'], groupBy: 'cs-host', target: 'asim', entities: [] },
  {
    rules: ['signIn'],
    groupBy: 'UserPrincipalName',
    target: 'workspace',
    entities: ['Account FullName=UserPrincipalName'],
  },
  {
    rules: ['logon', 'task'],
    groupBy: 'who',
    aliases: '{who: {logon: TargetUserName, task: SubjectUserName}}',
    target: 'workspace',
    entities: ['Account Name=who'],
  },
  {
    rules: ['logon', 'network'],
    groupBy: 'address',
    aliases: '{address: {logon: IpAddress, network: SourceIp}}',
    target: 'asim',
    entities: ['IP Address=address'],
  },
  {
    rules: ['logon', 'process'],
    groupBy: 'who',
    aliases: '{who: {logon: TargetUserName, process: User}}',
    target: 'asim',
    entities: [],
  },
];

describe('a correlation names the entities that its alerts are grouped by', () => {
  test.each(cases)('$rules by $groupBy in $target', ({ rules: named, groupBy, aliases, target, entities }) => {
    const { deployable, problems } = deployed(correlation(named, `[${groupBy}]`, aliases), 'sentinel-yaml', target);
    expect(deployable?.product === 'sentinel' && deployable.rule.entityMappings.map(shown)).toEqual(entities);
    const told = problems.filter(({ code }) => code === 'alert-without-entities');
    expect(told.length, 'somebody is told that there are none').toBe(
      deployable?.product === 'sentinel' && deployable.rule.entityMappings.length === 0 ? 1 : 0,
    );
    for (const format of ['sentinel-yaml', 'sentinel-arm'] as const)
      expect(faults(format, written(deployable === undefined ? [] : [deployable], format))).toEqual([]);
  });

  test('also those that an inner correlation is grouped by', () => {
    const text = `title: Again
correlation:
    type: event_count
    rules: [often]
    group-by: [IpAddress]
    timespan: 1h
    condition: {gte: 2}
---
${correlation(['logon'], '[TargetUserName, IpAddress]').replace('title: Often', 'title: Often\nname: often')}`;
    const { deployable } = deployed(text, 'sentinel-yaml', 'workspace');
    expect(deployable?.product === 'sentinel' && deployable.rule.entityMappings.map(shown)).toEqual([
      'IP Address=IpAddress',
    ]);
  });

  test('and says that it has none without a group', () => {
    const { problems } = deployed(correlation(['logon']), 'sentinel-yaml', 'workspace');
    expect(problems).toEqual([
      expect.objectContaining({ code: 'alert-without-entities', message: expect.stringContaining('groups by none') }),
    ]);
  });

  test('as the documentation of that finding shows', () => {
    const { bad = '', good = '' } = deployProblems.find(({ id }) => id === 'alert-without-entities')?.example ?? {};
    const codes = [bad, good].map((text) =>
      deployed(text, 'sentinel-yaml', 'workspace').problems.map(({ code }) => code),
    );
    expect(codes).toEqual([['alert-without-entities'], []]);
  });
});

/** Microsoft Graph: `security/accountEntityMapping` and its like have no word for `DOMAIN\name`. */
test.each<[Named, string, Record<string, unknown>]>([
  [
    'logon',
    'TargetUserName, TargetDomainName, IpAddress',
    {
      accounts: expect.arrayContaining([{ nameColumn: 'TargetUserName', ntDomainColumn: 'TargetDomainName' }]),
      ips: [{ addressColumn: 'IpAddress' }],
    },
  ],
  ['network', 'DestinationIp', { ips: [{ addressColumn: 'DestinationIp' }] }],
  [
    'process',
    'User',
    { accounts: [{ sidColumn: 'AccountSid', upnColumn: 'AccountUpn', aadUserIdColumn: 'AccountObjectId' }] },
  ],
])('in Defender %s by %s has impacted entities', (named, groupBy, entityMappings) => {
  const { deployable } = deployed(correlation([named], `[${groupBy}]`), 'defender-json', 'xdr');
  const text = written(deployable === undefined ? [] : [deployable], 'defender-json');
  expect(faults('defender-json', text)).toEqual([]);
  expect(JSON.parse(text)).toMatchObject({ detectionAction: { alertTemplate: { entityMappings } } });
});

describe('the columns that name entities', () => {
  const keys = allMappings().flatMap(({ mapping }) => [...mapping.fields.keys()]);

  test.each(
    deployFacts().groups.map((role) => [`${role.type} ${Object.values(role.identifiers).join(' ')}`, role] as const),
  )('%s are columns of a table, or fields of an event', (_, { tables, identifiers }) => {
    const all = tables?.split(' ') ?? [...new Set(allMappings().map(({ mapping }) => mapping.table))];
    const columns = new Set(
      all.flatMap((name) =>
        (['asim', 'xdr', 'workspace'] as const).flatMap((target) => [...(table(name, target)?.columns.keys() ?? [])]),
      ),
    );
    for (const name of Object.values(identifiers).flatMap((names) => names.split(' ')))
      expect(columns.has(name) || keys.includes(name), name).toBe(true);
  });
});

function correlation(named: readonly Named[], groupBy?: string, aliases?: string): string {
  const head = [
    'title: Often',
    'correlation:',
    `    type: ${named.length === 1 ? 'event_count' : 'temporal'}`,
    `    rules: [${named.join(', ')}]`,
    ...(groupBy === undefined ? [] : [`    group-by: ${groupBy}`]),
    '    timespan: 10m',
    ...(named.length === 1 ? ['    condition: {gte: 3}'] : []),
    ...(aliases === undefined ? [] : [`    aliases: ${aliases}`]),
  ];
  const parts = named.map((name) => {
    const [logsource, selection] = rules[name];
    return `title: ${name}\nname: ${name}\nlogsource: ${logsource}\ndetection: {selection: ${selection}, condition: selection}\n`;
  });
  return [`${head.join('\n')}\n`, ...parts].join('---\n');
}

function shown({
  entityType,
  fieldMappings,
}: {
  entityType: string;
  fieldMappings: readonly { identifier: string; columnName: string }[];
}): string {
  return [entityType, ...fieldMappings.map(({ identifier, columnName }) => `${identifier}=${columnName}`)].join(' ');
}

function deployed(text: string, format: DeployFormat, target: Target) {
  const { rules: parsed } = parseSigma(text);
  const [first] = parsed;
  if (first === undefined) throw new Error('no rule');
  const conversion = convertToKql(first, { target, rules: parsed });
  if (conversion.query === undefined) throw new Error(conversion.problems.map(({ message }) => message).join('\n'));
  return prepare(first, conversion, format);
}

const schemas = path.resolve(import.meta.dirname, '../../schemas/sigmasmith/deploy');
const ajv = new Ajv2020.default({ allErrors: true, strict: false });

function faults(format: DeployFormat, text: string): unknown[] {
  const id = `${format}.schema.json`;
  if (ajv.getSchema(id) === undefined) ajv.addSchema(JSON.parse(readFileSync(path.join(schemas, id), 'utf8')));
  ajv.validate(id, load(text));
  return ajv.errors ?? [];
}
