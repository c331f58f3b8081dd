/** An address with the length of its prefix; the bits behind the prefix are cut off. */
export interface Network {
  readonly address: bigint;
  readonly prefix: number;
}

/** From `10.0.0.0/8` or an address alone, whose prefix is its whole length; undefined for anything else. */
export function networkOf(text: string, version: 4 | 6): Network | undefined {
  const [, written = '', digits] = /^\s*([^/\s]+)(?:\/(\d{1,3}))?\s*$/.exec(text) ?? [];
  const address = parseAddress(written, version);
  const whole = version === 4 ? 32 : 128;
  const given = digits === undefined ? whole : Number(digits) + (version === 6 && short4.test(written) ? 96 : 0);
  if (address === undefined || given > whole) return undefined;
  const shift = BigInt(whole - given);
  return { address: (address >> shift) << shift, prefix: given };
}

/**
 * The address as a number; an IPv4 address counts as its mapped form where IPv6 is asked for, also one behind `::`
 * (documentation: "parse_ipv6_mask").
 */
export function parseAddress(text: string, version: 4 | 6): bigint | undefined {
  const trimmed = text.trim();
  if (version === 4) return parse4(trimmed);
  const mapped = parse4(trimmed.replace(/^::(?=\d+\.)/, ''));
  return mapped === undefined ? parse6(trimmed) : (0xffffn << 32n) | mapped;
}

const short4 = /^(?:::)?\d+\.[\d.]+$/;

function parse4(text: string): bigint | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function parse6(text: string): bigint | undefined {
  const [, head = text, dotted] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
  const tail = dotted === undefined ? undefined : parse4(dotted);
  if (dotted !== undefined && tail === undefined) return undefined;
  const whole = tail === undefined ? text : `${head}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const [before = '', after, more] = whole.split('::');
  if (more !== undefined) return undefined;
  const groups = (side: string) => (side === '' ? [] : side.split(':'));
  const [left, right] = [groups(before), after === undefined ? [] : groups(after)];
  const missing = 8 - left.length - right.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...left, ...new Array<string>(after === undefined ? 0 : missing).fill('0'), ...right];
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return all.reduce((sum, group) => (sum << 16n) | BigInt(Number.parseInt(group, 16)), 0n);
}
