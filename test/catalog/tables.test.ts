import { expect, test } from 'vitest';
import { asimParser, asimParsers } from '../../server/src/catalog/asim.ts';
import { connectorsOf } from '../../server/src/catalog/connectors.ts';
import { table, tablesOf } from '../../server/src/catalog/tables.ts';
import { type Target, targets } from '../../server/src/catalog/target.ts';

test.each<[string, Target, string, string | undefined]>([
  ['DeviceProcessEvents', 'xdr', 'ProcessId', 'long'],
  ['DeviceProcessEvents', 'xdr', 'Timestamp', 'datetime'],
  ['DeviceProcessEvents', 'xdr', 'TimeGenerated', undefined],
  ['DeviceProcessEvents', 'xdr', 'AdditionalFields', 'string'],
  ['DeviceProcessEvents', 'workspace', 'AdditionalFields', 'dynamic'],
  ['DeviceProcessEvents', 'workspace', 'TimeGenerated', 'datetime'],
  ['DeviceProcessEvents', 'workspace', 'Timestamp', undefined],
  ['SecurityEvent', 'workspace', 'EventID', 'int'],
  ['SecurityEvent', 'workspace', 'NewProcessId', 'string'],
  ['SecurityEvent', 'asim', 'LogonType', 'int'],
  ['WindowsEvent', 'workspace', 'EventData', 'dynamic'],
  ['Event', 'workspace', 'EventData', 'string'],
  ['SigninLogs', 'workspace', 'DeviceDetail', 'dynamic'],
  ['AADNonInteractiveUserSignInLogs', 'workspace', 'DeviceDetail', 'string'],
  ['imProcessCreate', 'asim', 'TargetProcessCommandLine', 'string'],
  ['_Im_ProcessCreate', 'asim', 'CommandLine', 'string'],
  ['imRegistry', 'asim', 'RegistryKey', 'string'],
  ['imFileEvent', 'asim', 'TargetFilePath', 'string'],
  ['imNetworkSession', 'asim', 'DstPortNumber', 'int'],
])('%s for %s: the type of %s is %s', (name, target, column, type) => {
  expect(table(name, target)?.columns.get(column)).toBe(type);
});

test.each<[string, Target]>([
  ['SecurityEvent', 'xdr'],
  ['imProcessCreate', 'xdr'],
  ['imProcessCreate', 'workspace'],
  ['AADSignInEventsBeta', 'workspace'],
  ['deviceprocessevents', 'xdr'],
  ['constructor', 'asim'],
])('there is no %s for %s', (name, target) => {
  expect(table(name, target)).toBeUndefined();
});

test.each<[string, Target, string]>([
  ['DeviceProcessEvents', 'xdr', 'Timestamp'],
  ['DeviceProcessEvents', 'workspace', 'TimeGenerated'],
  ['imProcessCreate', 'asim', 'TimeGenerated'],
])('the time column of %s for %s is %s', (name, target, column) => {
  expect(table(name, target)?.timeColumn).toBe(column);
});

test('every table of every target has columns, its time column among them, and is found by its name', () => {
  for (const target of targets) {
    const all = tablesOf(target);
    expect(all.length).toBeGreaterThan(60);
    for (const each of all) {
      expect(table(each.name, target)).toEqual(each);
      expect(each.columns.size, each.name).toBeGreaterThan(0);
      if (each.timeColumn) expect(each.columns.get(each.timeColumn), `${target} ${each.name}`).toBe('datetime');
    }
  }
});

test('a Defender table that is spelt otherwise in a workspace is found by either name', () => {
  expect(table('GraphAPIAuditEvents', 'xdr')).toBeDefined();
  expect(table('GraphAPIAuditEvents', 'workspace')).toBeUndefined();
  expect(table('GraphApiAuditEvents', 'workspace')?.timeColumn).toBe('TimeGenerated');
});

test('imProcessCreate: names, parameters, aliases, values and sources', () => {
  const parser = asimParser('imProcessCreate');
  expect(parser).toBe(asimParser('_Im_ProcessCreate'));
  expect(parser?.parameters.get('commandline_has_any')).toBe('dynamic');
  expect(parser?.parameters.keys().next().value).toBe('starttime');
  expect(Object.fromEntries(parser?.aliases ?? [])).toMatchObject({
    CommandLine: ['TargetProcessCommandLine'],
    Process: ['TargetProcessName'],
    User: ['TargetUsername'],
    Hash: ['TargetProcessMD5', 'TargetProcessSHA1', 'TargetProcessSHA256', 'TargetProcessIMPHASH'],
  });
  expect(parser?.values.get('EventType')).toEqual(['ProcessCreated', 'ProcessTerminated']);
  expect([...(parser?.sources.keys() ?? [])]).toEqual(
    expect.arrayContaining(['SecurityEvent', 'Event', 'DeviceProcessEvents']),
  );
});

test('every alias of every parser, and what it stands for, is a column', () => {
  for (const { name, aliases, columns } of asimParsers()) {
    for (const column of [...aliases].flat(2)) expect(columns.has(column), `${name} ${column}`).toBe(true);
  }
});

test('connectors: the general one first, deprecated ones last', () => {
  expect(connectorsOf('SecurityEvent')[0]?.title).toBe('Windows Security Events via AMA');
  expect(connectorsOf('Syslog')[0]?.title).toBe('Syslog via AMA');
  expect(connectorsOf('DeviceProcessEvents')).toEqual([
    { id: 'MicrosoftThreatProtection', title: 'Microsoft Defender XDR', publisher: 'Microsoft', deprecated: false },
  ]);
  const flags = connectorsOf('Syslog').map(({ deprecated }) => deprecated);
  expect(flags).toEqual(flags.toSorted());
  expect(connectorsOf('NoSuchTable')).toEqual([]);
});

test('connectors of a parser are those of the tables behind it', () => {
  const titles = connectorsOf('imProcessCreate').map(({ title }) => title);
  expect(titles).toContain('Microsoft Defender XDR');
  expect(titles).toContain('Windows Security Events via AMA');
  expect(new Set(titles).size).toBe(titles.length);
});
