import { parseIpv6 } from '../sigma/cidr.ts';

export type AddressPredicate = (text: string) => boolean;

/**
 * Whether a text is an IP address within a network. An address of the other version never is (`::ffff:10.0.0.1` is
 * version 6), nor is a text that Python's `ipaddress` would refuse, such as one with leading zeros. Undefined when the
 * network's own address is malformed.
 */
export function compileNetwork(version: 4 | 6, address: string, prefix: number): AddressPredicate | undefined {
  if (version === 4) {
    const network = parseVersion4(address, 0, address.length);
    if (network === undefined) return undefined;
    const size = 2 ** (32 - prefix);
    const block = Math.floor(network / size);
    return (text) => {
      const value = parseVersion4(text, 0, text.length);
      return value !== undefined && Math.floor(value / size) === block;
    };
  }
  const network = parseVersion6(address);
  if (network === undefined) return undefined;
  const shift = BigInt(128 - prefix);
  const block = network >> shift;
  return (text) => {
    const value = parseVersion6(text);
    return value !== undefined && value >> shift === block;
  };
}

const dot = 0x2e;
const zero = 0x30;

function parseVersion4(text: string, start: number, end: number): number | undefined {
  if (end - start < 7 || end - start > 15) return undefined;
  let value = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code === dot) {
      if (digits === 0 || ++dots > 3) return undefined;
      value = value * 256 + octet;
      octet = 0;
      digits = 0;
      continue;
    }
    const digit = code - zero;
    if (digit < 0 || digit > 9 || (digits > 0 && octet === 0)) return undefined;
    octet = octet * 10 + digit;
    digits++;
    if (octet > 255) return undefined;
  }
  return dots === 3 && digits > 0 ? value * 256 + octet : undefined;
}

/** Also with a zone, `fe80::1%eth0`, which says nothing about the network. */
function parseVersion6(written: string): bigint | undefined {
  if (!written.includes(':')) return undefined;
  const zone = written.indexOf('%');
  if (zone >= 0 && zone === written.length - 1) return undefined;
  return parseIpv6(zone < 0 ? written : written.slice(0, zone));
}
