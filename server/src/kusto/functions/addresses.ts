import { type Network, networkOf, parseAddress } from '../addresses.ts';
import { toLong } from '../values/long.ts';
import { isArray, type Value } from '../values/value.ts';
import type { FunctionFamily } from './function.ts';

/** IPv4 and IPv6. What is no address makes the result null, or false where the text is only searched. */
export const addresses: FunctionFamily = {
  parse_ipv4: { parameters: ['string'], evaluate: (text: string) => longOf(networkOf(text, 4)) },
  parse_ipv4_mask: {
    parameters: ['string', 'size'],
    evaluate: (text: string, prefix: number) => longOf(cut(text, prefix, 4)),
  },
  parse_ipv6: { parameters: ['string'], evaluate: (text: string) => textOf6(networkOf(text, 6)) },
  parse_ipv6_mask: {
    parameters: ['string', 'size'],
    evaluate: (text: string, prefix: number) => textOf6(cut(text, prefix, 6)),
  },
  ipv4_is_in_range: {
    parameters: ['string', 'string'],
    evaluate: (text: string, range: string) => isIn(text, range, 4),
  },
  ipv6_is_in_range: {
    parameters: ['string', 'string'],
    evaluate: (text: string, range: string) => isIn(text, range, 6),
  },
  ipv4_is_in_any_range: {
    parameters: ['string', 'any'],
    evaluate: (text: string, ...ranges: Value[]) => isInAny(text, ranges, 4),
  },
  ipv6_is_in_any_range: {
    parameters: ['string', 'any'],
    evaluate: (text: string, ...ranges: Value[]) => isInAny(text, ranges, 6),
  },
  ipv4_is_match: {
    parameters: ['string', 'string', 'size'],
    evaluate: (left: string, right: string, prefix?: number) => matches(left, right, 4, prefix),
  },
  ipv6_is_match: {
    parameters: ['string', 'string', 'size'],
    evaluate: (left: string, right: string, prefix?: number) => matches(left, right, 6, prefix),
  },
  ipv4_compare: {
    parameters: ['string', 'string', 'size'],
    evaluate: (left: string, right: string, prefix?: number) => compare(left, right, 4, prefix),
  },
  ipv6_compare: {
    parameters: ['string', 'string', 'size'],
    evaluate: (left: string, right: string, prefix?: number) => compare(left, right, 6, prefix),
  },
  ipv4_is_private: { parameters: ['string'], evaluate: isPrivate },
  ipv4_netmask_suffix: {
    parameters: ['string'],
    evaluate: (text: string) => (networkOf(text, 4) === undefined ? null : (networkOf(text, 4)?.prefix ?? null)),
  },
  ipv4_range_to_cidr_list: { parameters: ['string', 'string'], evaluate: blocksBetween },
  format_ipv4: { parameters: ['any', 'size'], evaluate: formatAddress },
  format_ipv4_mask: {
    parameters: ['any', 'size'],
    evaluate: (value: Value, prefix: number = 32) => {
      const text = formatAddress(value, prefix);
      const own = typeof value === 'string' ? (networkOf(value, 4)?.prefix ?? 32) : 32;
      return text === '' ? '' : `${text}/${Math.min(own, prefix)}`;
    },
  },
};

/** Cut to the shorter of its own prefix and the argument. */
function cut(text: string, prefix: number, version: 4 | 6): Network | undefined {
  const network = networkOf(text, version);
  if (network === undefined || prefix < 0 || prefix > (version === 4 ? 32 : 128)) return undefined;
  const shortest = Math.min(network.prefix, prefix);
  return { address: masked(network.address, shortest, version), prefix: shortest };
}

function longOf(network: Network | undefined): Value {
  return network === undefined ? null : toLong(network.address);
}

function textOf6(network: Network | undefined): Value {
  if (network === undefined) return '';
  return (network.address.toString(16).padStart(32, '0').match(/.{4}/g) ?? []).join(':');
}

function isIn(text: string, range: string, version: 4 | 6): Value {
  const [one, other] = [parseAddress(text, version), networkOf(range, version)];
  if (one === undefined || other === undefined) return null;
  return masked(one, other.prefix, version) === masked(other.address, other.prefix, version);
}

function isInAny(text: string, ranges: readonly Value[], version: 4 | 6): Value {
  const answers = ranges
    .flatMap((each) => (isArray(each) ? each.map(String) : [String(each)]))
    .map((range) => isIn(text, range, version));
  if (answers.includes(true)) return true;
  return answers.length > 0 && answers.every((each) => each === null) ? null : false;
}

/** Both cut to the shorter prefix of the two and of the argument. */
function aligned(left: string, right: string, version: 4 | 6, prefix?: number): [bigint, bigint] | undefined {
  const [one, other] = [networkOf(left, version), networkOf(right, version)];
  if (one === undefined || other === undefined) return undefined;
  const shortest = Math.min(one.prefix, other.prefix, prefix ?? 128);
  return [masked(one.address, shortest, version), masked(other.address, shortest, version)];
}

function matches(left: string, right: string, version: 4 | 6, prefix?: number): Value {
  const both = aligned(left, right, version, prefix);
  return both === undefined ? null : both[0] === both[1];
}

function compare(left: string, right: string, version: 4 | 6, prefix?: number): Value {
  const both = aligned(left, right, version, prefix);
  return both === undefined ? null : both[0] < both[1] ? -1 : both[0] > both[1] ? 1 : 0;
}

function masked(address: bigint, prefix: number, version: 4 | 6): bigint {
  const shift = BigInt((version === 4 ? 32 : 128) - prefix);
  return (address >> shift) << shift;
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

function isPrivate(text: string): Value {
  const network = networkOf(text, 4);
  if (network === undefined) return null;
  return privateRanges.some((range) => {
    const other = networkOf(range, 4);
    return (
      other !== undefined &&
      network.prefix >= other.prefix &&
      masked(network.address, other.prefix, 4) === other.address
    );
  });
}

/** Empty for what is no address. */
function formatAddress(value: Value, prefix = 32): string {
  const network =
    typeof value === 'string'
      ? networkOf(value, 4)
      : typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 32
        ? { address: BigInt(value), prefix: 32 }
        : undefined;
  if (network === undefined || prefix < 0 || prefix > 32) return '';
  const address = masked(network.address, Math.min(network.prefix, prefix), 4);
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
}

/** The fewest networks that are the range together; null if one of its ends is no address. */
function blocksBetween(first: string, last: string): Value {
  const [start, end] = [parseAddress(first, 4), parseAddress(last, 4)];
  if (start === undefined || end === undefined) return null;
  const blocks: string[] = [];
  let size = 1n;
  for (let at = start; at <= end; at += size) {
    size = 1n;
    while (at % (size * 2n) === 0n && at + size * 2n - 1n <= end && size < 2n ** 32n) size *= 2n;
    blocks.push(`${formatAddress(Number(at))}/${33 - size.toString(2).length}`);
  }
  return blocks;
}
