import { describe, expect, test } from 'vitest';
import type { Target } from '../../../server/src/catalog/target.ts';
import type { LogsourceKey } from '../../../server/src/catalog/taxonomy.ts';
import { mappingsFor } from '../../../server/src/kql/mappings.ts';
import { computed } from './expressions.ts';

interface Case {
  readonly source: string;
  readonly logsource: LogsourceKey;
  readonly target?: Target;
  readonly table: string;
  readonly row: Readonly<Record<string, string>>;
  /** By Sigma's name; where several mappings read the table, the last one that has the field. */
  readonly fields: Readonly<Record<string, string>>;
}

const webserver = { category: 'webserver' };
const proxy = { category: 'proxy' };
const auditd = { product: 'linux', service: 'auditd' };

/** Apache's documentation of its combined log format. */
const access =
  '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif?x=1&y=a HTTP/1.0" 200 2326 "http://www.example.com/start.html" "Mozilla/4.08 [en] (\\"Win98\\"; I ;Nav)"';
const bare = '::1 - - [10/Oct/2000:13:55:36 -0700] "POST / HTTP/1.1" 404 - "-" "-"';

const cases: readonly Case[] = [
  ...['ApacheHTTPServer_CL', 'NGINX_CL', 'Tomcat_CL'].flatMap((table): Case[] => [
    {
      source: 'combined log format',
      logsource: webserver,
      table,
      row: { RawData: access },
      fields: {
        'c-ip': '127.0.0.1',
        'cs-username': 'frank',
        'cs-method': 'GET',
        'cs-uri-stem': '/apache_pb.gif',
        'cs-uri-query': 'x=1&y=a',
        'cs-version': 'HTTP/1.0',
        'sc-status': '200',
        'cs-referer': 'http://www.example.com/start.html',
        'cs-user-agent': 'Mozilla/4.08 [en] (\\"Win98\\"; I ;Nav)',
      },
    },
    {
      source: 'a hyphen is nothing',
      logsource: webserver,
      table,
      row: { RawData: bare },
      fields: {
        'c-ip': '::1',
        'cs-username': '',
        'cs-method': 'POST',
        'cs-uri-stem': '/',
        'cs-uri-query': '',
        'sc-status': '404',
        'cs-referer': '',
        'cs-user-agent': '',
      },
    },
  ]),
  {
    source: 'IIS writes a hyphen for what is missing',
    logsource: webserver,
    table: 'W3CIISLog',
    row: { csUriStem: '/owa/', csUriQuery: '-', csUserAgent: '-', csReferer: 'https://a/', csHost: '-' },
    fields: { 'cs-uri-query': '', 'cs-user-agent': '', 'cs-referer': 'https://a/', 'cs-host': '' },
  },
  {
    source: 'ASIM: a web server has the path and the query in Url, a WAF the whole URL',
    logsource: webserver,
    target: 'asim',
    table: '_Im_WebSession',
    row: { Url: 'https://www.example.com:8443/a/b.aspx?q=http://c/d?e', HttpUserAgent: '-' },
    fields: { 'cs-uri-stem': '/a/b.aspx', 'cs-uri-query': 'q=http://c/d?e', 'cs-user-agent': '' },
  },
  {
    source: 'Squid: native log format',
    logsource: proxy,
    table: 'SquidProxy_CL',
    row: {
      RawData:
        '1286536309.586    921 192.168.0.68 TCP_MISS/200 507 POST http://rcv-srv37.example.com/a/content.class?x=1 - DIRECT/10.0.0.1 text/html',
    },
    fields: {
      src_ip: '192.168.0.68',
      'sc-status': '200',
      'sc-bytes': '507',
      'cs-method': 'POST',
      'c-uri': 'http://rcv-srv37.example.com/a/content.class?x=1',
      'c-uri-stem': '/a/content.class',
      'c-uri-query': 'x=1',
      'c-uri-extension': 'class',
      'cs-host': 'rcv-srv37.example.com',
    },
  },
  {
    source: 'Squid: a tunnel has a host and a port',
    logsource: proxy,
    table: 'SquidProxy_CL',
    row: {
      RawData: '1286536309.586 921 10.0.0.2 TCP_TUNNEL/200 507 CONNECT www.example.com:443 - HIER_DIRECT/10.0.0.1 -',
    },
    fields: { 'cs-method': 'CONNECT', 'cs-host': 'www.example.com', 'c-uri-extension': '' },
  },
  {
    source: 'Palo Alto: a URL between quotation marks, without scheme',
    logsource: proxy,
    table: 'CommonSecurityLog',
    row: { RequestURL: '"www.example.com/a/b.exe?x=1"' },
    fields: {
      'c-uri': 'www.example.com/a/b.exe?x=1',
      'c-uri-extension': 'exe',
      'c-uri-query': 'x=1',
      'cs-host': 'www.example.com',
    },
  },
  {
    source: 'a host’s last label is no extension',
    logsource: proxy,
    table: 'CommonSecurityLog',
    row: { RequestURL: 'https://user@www.example.com:8080', DestinationHostName: '' },
    fields: { 'c-uri-extension': '', 'cs-host': 'www.example.com' },
  },
  {
    source: 'Zeek in Defender: path and host apart',
    logsource: proxy,
    target: 'xdr',
    table: 'DeviceNetworkEvents',
    row: { AdditionalFields: '{"direction":"Out","host":"example.com","uri":"/a.dll?b"}' },
    fields: { 'c-uri': 'http://example.com/a.dll?b', 'c-uri-extension': 'dll', 'c-uri-query': 'b' },
  },
  {
    source: 'audisp-syslog: a record is a line, texts stand in quotation marks',
    logsource: auditd,
    table: 'Syslog',
    row: { SyslogMessage: 'type=EXECVE msg=audit(1.2:3): argc=3 a0="touch" a1="-t" a2=2F746D702F612062' },
    fields: { type: 'EXECVE', a0: 'touch', a1: '-t', a2: '/tmp/a b', a3: '' },
  },
  {
    source: 'auditd: a message of a program has its pairs in quotes',
    logsource: auditd,
    table: 'Syslog',
    row: {
      SyslogMessage:
        'type=SERVICE_STOP msg=audit(1.2:3): pid=1 uid=0 msg=\'unit=firewalld comm="systemd" exe="/usr/lib/systemd/systemd" res=success\'',
    },
    fields: {
      type: 'SERVICE_STOP',
      unit: 'firewalld',
      comm: 'systemd',
      exe: '/usr/lib/systemd/systemd',
      res: 'success',
    },
  },
  {
    source: 'auditd: numbers and, enriched, names have keys that differ in their capitals',
    logsource: auditd,
    table: 'Syslog',
    row: { SyslogMessage: 'type=SYSCALL msg=audit(1.2:3): syscall=59 euid=33 key="k"\u001dARCH=x86_64 SYSCALL=execve' },
    fields: { syscall: '59', SYSCALL: 'execve', euid: '33', key: 'k' },
  },
  {
    source: 'sudo: the command is the rest of the line',
    logsource: { product: 'linux', service: 'sudo' },
    table: 'Syslog',
    row: { SyslogMessage: 'alice : TTY=pts/0 ; PWD=/home/alice ; USER=#-1 ; COMMAND=/usr/bin/id -u' },
    fields: { USER: '#-1', TTY: 'pts/0', COMMAND: '/usr/bin/id -u' },
  },
  {
    source: 'Fortinet: extensions of its own, divided by semicolons',
    logsource: { product: 'fortigate', service: 'event' },
    table: 'CommonSecurityLog',
    row: {
      AdditionalExtensions:
        'FTNTFGTlevel=notice;FTNTFGTlogdesc=Object attribute configured;FTNTFGTcfgpath=system.admin',
    },
    fields: { cfgpath: 'system.admin', logdesc: 'Object attribute configured', cfgobj: '' },
  },
  {
    source: 'rpcfirewall: its message of event 3',
    logsource: { category: 'application', product: 'rpc_firewall' },
    table: 'Event',
    row: {
      RenderedDescription:
        'An RPC server function was called.\r\n\r\nRPC Information:\r\n\tInterfaceUuid:\t1ff70682-0a51-30e8-076d-740be8cee98b\r\n\tOpNum:\t\t1\r\n',
    },
    fields: { InterfaceUuid: '1ff70682-0a51-30e8-076d-740be8cee98b', OpNum: '1' },
  },
  {
    source: 'OpenCanary: JSON, of which a syslog daemon may have taken the beginning for a tag',
    logsource: { category: 'application', product: 'opencanary' },
    table: 'Syslog',
    row: {
      SyslogMessage: ' "10.0.0.1", "dst_port": 6379, "logtype": 17001, "src_host": "10.0.0.2", "src_port": 52341}',
    },
    fields: { logtype: '17001', src_host: '10.0.0.2', dst_port: '6379' },
  },
  ...['linux', 'macos'].map(
    (product): Case => ({
      source: 'ASIM: Defender’s parser appends the name to a path that ends in it',
      logsource: { category: 'file_event', product },
      target: 'asim',
      table: '_Im_FileEvent',
      row: { TargetFilePath: '/etc/cron.d/job/job', TargetFileName: 'job' },
      fields: { TargetFilename: '/etc/cron.d/job' },
    }),
  ),
  {
    source: 'ASIM: Sysmon’s parser leaves the name empty',
    logsource: { category: 'file_event', product: 'linux' },
    target: 'asim',
    table: '_Im_FileEvent',
    row: { TargetFilePath: '/etc/cron.d/job', TargetFileName: '' },
    fields: { TargetFilename: '/etc/cron.d/job' },
  },
  ...['C:\\Users\\a\\x.exe', 'C:\\Users\\a'].map(
    (FolderPath): Case => ({
      source: 'Defender: a folder with or without the name',
      logsource: { category: 'antivirus' },
      target: 'xdr',
      table: 'DeviceEvents',
      row: { FolderPath, FileName: 'x.exe' },
      fields: { Filename: 'C:\\Users\\a\\x.exe' },
    }),
  ),
];

describe('a line of a log in Sigma’s fields', () => {
  test.each(cases)('$table: $source', ({ logsource, target = 'workspace', table, row, fields }) => {
    const mappings = mappingsFor(logsource, target).filter((mapping) => mapping.table === table);
    const read = Object.keys(fields).map((name) => {
      const field = mappings.map((mapping) => mapping.fields.get(name)).findLast((each) => each !== undefined);
      if (field?.kind !== 'computed') throw new Error(`\`${name}\` is not computed from ${table}`);
      return [name, computed(field.expression, row)];
    });
    expect(Object.fromEntries(read)).toEqual(fields);
  });
});
