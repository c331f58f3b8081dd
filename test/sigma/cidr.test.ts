import { describe, expect, test } from 'vitest';
import { parseIpv6, parseNetwork } from '../../server/src/sigma/cidr.ts';

describe('networks', () => {
  test.each([
    ['10.0.0.0/8', 4, 8],
    ['0.0.0.0/0', 4, 0],
    ['8.8.8.8', 4, 32],
    ['192.168.1.0/24', 4, 24],
    ['fe80::/10', 6, 10],
    ['::1/128', 6, 128],
    ['::/0', 6, 0],
    ['2001:db8::', 6, 128],
    ['::ffff:10.0.0.0/104', 6, 104],
    ['1:2:3:4:5:6:7:8', 6, 128],
  ])('%s', (text, version, prefix) => {
    expect(parseNetwork(text)).toMatchObject({ kind: 'network', version, prefix });
  });

  test.each([
    ['10.0.0.0/33', 'at most 32'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['2001:db8::1/32', '2001:db8::/32'],
    ['10.0.0/8', 'no IP address'],
    ['256.0.0.0/8', 'no IP address'],
    ['010.0.0.0/8', 'no IP address'],
    ['10.0.0.0/', 'After the slash'],
    ['10.0.0.0/255.0.0.0', 'After the slash'],
    ['10.0.0.0/8/9', 'After the slash'],
    ['fe80::%eth0/10', 'no IP address'],
    ['1::2::3', 'no IP address'],
    [':::', 'no IP address'],
    ['1:2:3:4:5:6:7', 'no IP address'],
    ['1:2:3:4:5:6:7:8:9', 'no IP address'],
    ['', 'no IP address'],
    ['localhost', 'no IP address'],
  ])('not %s', (text, reason) => {
    const network = parseNetwork(text);
    expect(network.kind === 'invalid' ? network.reason : network).toContain(reason);
  });

  test('every way to write an IPv6 address', () => {
    expect(parseIpv6('::')).toBe(0n);
    expect(parseIpv6('::1')).toBe(1n);
    expect(parseIpv6('1::')).toBe(1n << 112n);
    expect(parseIpv6('::1.2.3.4')).toBe(0x01020304n);
    expect(parseIpv6('FE80::A')).toBe((0xfe80n << 112n) + 10n);
  });
});
