import { describe, expect, test } from 'vitest';
import { asimParsers } from '../../server/src/catalog/asim.ts';
import { runKql } from '../../server/src/kusto/runKql.ts';

/** What the parsers of Azure-Sentinel do with a parameter; each row has its number as `EventUid`. */
async function passing(call: string, table: string, rows: readonly Record<string, unknown>[]): Promise<unknown[]> {
  const given = rows.map((row, index) => ({ EventUid: String(index), ...row }));
  const answer = await runKql(`${call} | project EventUid`, { tables: { [table]: given } });
  expect(answer.problems).toEqual([]);
  return answer.rows.map(({ EventUid }) => Number(EventUid));
}

describe('host names', () => {
  /** vimNetworkSessionNative: either side of the session, and not the device that reports it. */
  test('are those of either side of a session', async () => {
    const rows = [{ SrcHostname: 'db1' }, { DstHostname: 'db1' }, { DvcHostname: 'db1' }];
    expect(await passing('_Im_NetworkSession(hostname_has_any=dynamic(["DB1"]))', '_Im_NetworkSession', rows)).toEqual([
      0, 1,
    ]);
  });

  /** vimAlertEventMicrosoftDefenderXDR: the device that an alert is about. */
  test('are those of the device of an alert', async () => {
    const rows = [{ DvcHostname: 'db1' }, { DvcHostname: 'web' }];
    expect(await passing('_Im_AlertEvent(hostname_has_any=dynamic(["db1"]))', '_Im_AlertEvent', rows)).toEqual([0]);
  });
});

/** vimNetworkSessionNative, ASimMatchingIpAddr. */
test('addresses of a session are those of its sides', async () => {
  const rows = [{ SrcIpAddr: '192.0.2.1' }, { DstIpAddr: '192.0.2.7' }, { DvcIpAddr: '192.0.2.9' }];
  const call = '_Im_NetworkSession(ipaddr_has_any_prefix=dynamic(["192.0.2."]))';
  expect(await passing(call, '_Im_NetworkSession', rows)).toEqual([0, 1]);
});

/** vimProcessEventMicrosoft365D: MD5, SHA1 or SHA256 of the process or file that it is about, in full. */
test.each([
  ['_Im_ProcessCreate', 'TargetProcessSHA256', 'ActingProcessSHA256'],
  ['_Im_ProcessEvent', 'TargetProcessMD5', 'ActingProcessMD5'],
  ['_Im_FileEvent', 'TargetFileSHA1', 'SrcFileSHA1'],
])('hashes of %s are those of the target', async (parser, target, other) => {
  const rows = [{ [target]: 'ab12' }, { [other]: 'ab12' }, { [target]: 'ab123' }];
  expect(await passing(`${parser}(hashes_has_any=dynamic(["ab12"]))`, parser, rows)).toEqual([0]);
});

describe('DNS', () => {
  const rows = [{ EventType: 'Query' }, { EventType: 'Transfer' }, { DnsQuery: 'a.example' }];

  /** ASIM's schema of Dns: "If no value is specified, only lookup queries are returned" (`eventtype`). */
  test.each([
    ['_Im_Dns', [0, 2]],
    ['imDns()', [0, 2]],
    ['_ASim_Dns', [0, 1, 2]],
    ['_Im_Dns(eventtype="lookup")', [0]],
    ['_Im_Dns(eventtype="Transfer")', [1]],
    ['_Im_Dns(eventtype="*")', [0, 1, 2]],
  ])('%s answers the rows %j', async (call, expected) => {
    expect(await passing(call, '_Im_Dns', rows)).toEqual(expected);
  });

  /** vimDnsCorelightZeek: addresses in the answers. */
  test.each([
    ['response_has_ipv4="192.0.2.1"', [0]],
    ['response_has_any_prefix=dynamic(["192.0."])', [0, 1]],
  ])('%s looks into the answers', async (argument, expected) => {
    const answers = [
      { DnsResponseName: '["192.0.2.1"]' },
      { DnsResponseName: '["192.0.2.15"]' },
      { SrcIpAddr: '192.0.2.1' },
    ];
    expect(await passing(`_Im_Dns(${argument})`, '_Im_Dns', answers)).toEqual(expected);
  });
});

test.each(asimParsers().map(({ name, parameters }) => [name, [...parameters]] as const))(
  'every filtering parameter of %s can be run',
  async (name, parameters) => {
    for (const [parameter, type] of parameters) {
      const { problems } = await runKql(`${name}(${parameter}=${someValue[type] ?? '1'})`, {
        tables: { [name]: [{ TimeGenerated: '2024-05-01T10:00:00Z' }] },
      });
      expect(problems, parameter).toEqual([]);
    }
  },
);

const someValue: Readonly<Record<string, string>> = {
  datetime: 'datetime(2024-05-01)',
  string: '"a"',
  dynamic: 'dynamic(["a"])',
  bool: 'false',
};
