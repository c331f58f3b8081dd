import { expect, test } from 'vitest';
import { runKql } from '../../../server/src/kusto/runKql.ts';
import { convertText, ruleText } from '../convertDetection.ts';

/**
 * An address of version 4 that a socket of version 6 has. Source: Microsoft's reference of DeviceNetworkEvents, whose
 * `RemoteIPType` calls it FourToSixMapping; Sysmon writes the address alone.
 */
const logsource = { category: 'network_connection', product: 'windows' };

test.each([
  ['::ffff:192.0.2.7', 1],
  ['192.0.2.7', 1],
  ['::ffff:192.0.3.7', 0],
  ['2001:db8::7', 0],
  ['', 0],
])(
  '%s is within 192.0.2.0/24 or not',
  async (RemoteIP, count) => {
    expect(await found('selection: { DestinationIp|cidr: 192.0.2.0/24 }', RemoteIP)).toBe(count);
    expect(await found("selection: { DestinationIp: '192.0.2.7' }", RemoteIP)).toBe(count);
  },
  60_000,
);

test('an address of version 6 stays as it is', async () => {
  expect(await found("selection: { DestinationIp: '2001:db8::7' }", '2001:db8::7')).toBe(1);
  expect(await found('selection: { DestinationIp|cidr: fe80::/10 }', 'fe80::1')).toBe(1);
}, 60_000);

async function found(selection: string, RemoteIP: string): Promise<number> {
  const { query = '' } = convertText(ruleText(selection, logsource), 'xdr');
  const row = { ActionType: 'ConnectionSuccess', RemoteIP, LocalIP: '10.0.0.1' };
  const { rows, problems } = await runKql(query, { tables: { DeviceNetworkEvents: [row] }, target: 'xdr' });
  expect(problems).toEqual([]);
  return rows.length;
}
