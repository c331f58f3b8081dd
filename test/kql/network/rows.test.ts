import { describe, expect, test } from 'vitest';
import type { Target } from '../../../server/src/catalog/target.ts';
import type { LogsourceKey } from '../../../server/src/catalog/taxonomy.ts';
import { mappingsFor } from '../../../server/src/kql/mappings.ts';
import { layOut } from '../../../server/src/kql/rows/layOut.ts';

interface Case {
  readonly logsource: LogsourceKey;
  readonly target: Target;
  readonly event: Readonly<Record<string, unknown>>;
  readonly row: Readonly<Record<string, unknown>>;
}

const webserver = { category: 'webserver' };

const cases: readonly Case[] = [
  {
    logsource: webserver,
    target: 'workspace',
    event: { 'cs-method': 'GET', 'cs-uri-query': '/a/b.aspx?c=d?e', 'sc-status': 200 },
    row: { csMethod: 'GET', csUriStem: '/a/b.aspx', csUriQuery: 'c=d?e', scStatus: '200' },
  },
  {
    logsource: webserver,
    target: 'workspace',
    event: { 'cs-uri-stem': '/a/b.aspx', 'cs-uri-query': 'c=d', 'cs-user-agent': 'tool/1 x' },
    row: { csUriStem: '/a/b.aspx', csUriQuery: 'c=d', csUserAgent: 'tool/1+x' },
  },
  {
    logsource: webserver,
    target: 'asim',
    event: { 'cs-uri-query': '/a?b', 'cs-referer': 'http://c/' },
    row: { EventType: 'WebServerSession', Url: '/a?b', HttpReferrer: 'http://c/' },
  },
  {
    logsource: webserver,
    target: 'xdr',
    event: { 'cs-method': 'POST', 'cs-uri-query': '/a?b', 'c-ip': '192.0.2.1' },
    row: {
      ActionType: 'HttpConnectionInspected',
      RemoteIP: '192.0.2.1',
      AdditionalFields: '{"method":"POST","uri":"/a?b","direction":"In"}',
    },
  },
  {
    logsource: { category: 'proxy' },
    target: 'workspace',
    event: { 'c-uri': 'http://a/b', 'cs-host': 'a', 'c-useragent': 'tool' },
    row: { RequestURL: 'http://a/b', DestinationHostName: 'a', RequestClientApplication: 'tool' },
  },
  {
    logsource: { product: 'zeek', service: 'smb_files' },
    target: 'workspace',
    event: { 'id.orig_h': '192.0.2.1', path: '\\\\a\\b$' },
    row: { Message: JSON.stringify({ 'id.orig_h': '192.0.2.1', path: '\\\\a\\b$', _path: 'smb_files' }) },
  },
  {
    logsource: { product: 'zeek', service: 'dns' },
    target: 'workspace',
    event: { query: 'a.b', answers: ['192.0.2.1', 'c.d'] },
    row: { Message: JSON.stringify({ query: 'a.b', _path: 'dns', answers: ['192.0.2.1', 'c.d'] }) },
  },
  {
    logsource: { product: 'zeek', service: 'x509' },
    target: 'workspace',
    event: { 'san.dns': 'a.b' },
    row: { Message: JSON.stringify({ _path: 'x509', 'san.dns': ['a.b'] }) },
  },
  {
    logsource: { product: 'linux', service: 'auditd' },
    target: 'workspace',
    event: { type: 'EXECVE', a0: 'sh', a1: 'a b' },
    row: { SyslogMessage: 'msg=audit(0.0:0): type=EXECVE a0="sh" a1="a b"' },
  },
  {
    logsource: { product: 'linux', service: 'sudo' },
    target: 'workspace',
    event: { USER: '#-1' },
    row: { ProcessName: 'sudo', SyslogMessage: 'USER=#-1' },
  },
  {
    logsource: { product: 'linux', service: 'sshd' },
    target: 'workspace',
    event: { Message: 'Corrupted MAC on input' },
    row: { ProcessName: 'sshd', SyslogMessage: 'Corrupted MAC on input' },
  },
  {
    logsource: { category: 'file_event', product: 'linux' },
    target: 'asim',
    event: { TargetFilename: '/etc/cron.d/a' },
    row: { EventType: 'FileCreated', DvcOs: 'Linux', TargetFilePath: '/etc/cron.d/a' },
  },
  {
    logsource: { category: 'antivirus' },
    target: 'xdr',
    event: { Signature: 'Tool', Filename: 'C:\\a\\b.exe' },
    row: {
      ActionType: 'AntivirusDetection',
      FolderPath: 'C:\\a\\b.exe',
      FileName: 'b.exe',
      AdditionalFields: '{"ThreatName":"Tool"}',
    },
  },
];

describe('an event in Sigma’s names as a row', () => {
  test.each(cases)('$logsource in $target', ({ logsource, target, event, row }) => {
    const mapping = mappingsFor(logsource, target).find(({ fields }) => {
      return Object.keys(event).every((name) => fields.get(name) !== undefined);
    });
    if (mapping === undefined) throw new Error('no mapping has all of the fields');
    expect(layOut(mapping, event)).toEqual({ row, unplaced: [], isSelected: true });
  });
});
