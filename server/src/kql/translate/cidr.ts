import type { Test } from '../../sigma/expression.ts';
import type { Scalar } from '../ast.ts';
import { and, binary, call, text } from '../build.ts';

type Cidr = Extract<Test, { kind: 'cidr' }>;

/**
 * A network test on a column of text; null where the text is no address. Kusto's function for version 6 takes addresses
 * of version 4 for mapped ones, so a network that holds those asks for a colon as well.
 */
export function cidrPredicate(scalar: Scalar, { version, address, prefix }: Cidr): Scalar {
  const network = text(`${address}/${prefix}`);
  if (version === 4) return call('ipv4_is_in_range', scalar, network);
  const inRange = call('ipv6_is_in_range', scalar, network);
  return holdsMapped(address, prefix) ? and([inRange, binary(scalar, 'contains', text(':'))]) : inRange;
}

/** Whether the network may hold mapped addresses, `::ffff:0:0/96`: its first bits are zero, and it is wide or names them. */
function holdsMapped(address: string, prefix: number): boolean {
  const firstGroup = Number.parseInt(address, 16) || 0;
  const leadingZeros = prefix === 0 || firstGroup >> Math.max(0, 16 - prefix) === 0;
  return leadingZeros && (prefix < 96 || /ffff/i.test(address));
}
