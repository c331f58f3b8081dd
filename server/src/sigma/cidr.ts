export type Network =
  | { readonly kind: 'network'; readonly version: 4 | 6; readonly address: string; readonly prefix: number }
  /** A sentence that says what is wrong. */
  | { readonly kind: 'invalid'; readonly reason: string };

/**
 * Reads a network such as `10.0.0.0/8` or `fe80::/10`, as strictly as pySigma: no bit may be set after the prefix. An
 * address without a prefix is a network of one.
 */
export function parseNetwork(text: string): Network {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const version = address.includes(':') ? 6 : 4;
  const bits = version === 4 ? 32 : 128;
  const value = version === 4 ? parseIpv4(address) : parseIpv6(address);
  if (value === undefined) {
    return invalid(`\`${address}\` is no IP address. Write a network such as \`10.0.0.0/8\` or \`fe80::/10\`.`);
  }
  if (slash >= 0 && !/^\d{1,3}$/.test(text.slice(slash + 1))) {
    return invalid(`After the slash stands how many bits are fixed: a number from 0 to ${bits}.`);
  }
  const prefix = slash < 0 ? bits : Number(text.slice(slash + 1));
  if (prefix > bits) return invalid(`An IPv${version} network fixes at most ${bits} bits, not ${prefix}.`);
  const network = (value >> BigInt(bits - prefix)) << BigInt(bits - prefix);
  if (network !== value) {
    const first = version === 4 ? formatIpv4(network) : formatIpv6(network);
    return invalid(`\`${address}\` is not the first address of its network. Write \`${first}/${prefix}\`.`);
  }
  return { kind: 'network', version, address, prefix };
}

/** An IPv4 address in dotted decimals as a number; undefined for anything else, leading zeros included. */
export function parseIpv4(text: string): bigint | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let value = 0n;
  for (const part of match.slice(1)) {
    if (Number(part) > 255 || (part.length > 1 && part.startsWith('0'))) return undefined;
    value = value * 256n + BigInt(part);
  }
  return value;
}

/** An IPv6 address, shortened or not, the last 32 bits perhaps in dotted decimals; undefined for anything else. */
export function parseIpv6(text: string): bigint | undefined {
  if (text.length > longestIpv6) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, index) => groups(half, index === halves.length - 1));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])];
  return all.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** Far more than any address has. */
const longestIpv6 = 80;

/** The 16-bit groups of one side of `::`; only the last side may end in a version 4 address. */
function groups(text: string, isLast: boolean): number[] | undefined {
  if (text === '') return [];
  const result: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const embedded = isLast && index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (embedded !== undefined) result.push(Number(embedded >> 16n), Number(embedded & 0xffffn));
    else if (/^[0-9a-f]{1,4}$/i.test(part)) result.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return result;
}

function invalid(reason: string): Network {
  return { kind: 'invalid', reason };
}

function formatIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}

function formatIpv6(value: bigint): string {
  const parts = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - index * 16)) & 0xffffn).toString(16));
  return parts.join(':').replace(/(?:^|:)0(?::0)+(?::|$)/, '::');
}
