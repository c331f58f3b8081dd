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

function parseVersion6(written: string): bigint | undefined {
  if (!written.includes(':') || written.length > 80) return undefined;
  const zone = written.indexOf('%');
  if (zone >= 0 && zone === written.length - 1) return undefined;
  const text = zone < 0 ? written : written.slice(0, zone);
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, index) => groups(half, index === halves.length - 1));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])];
  return all.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** The 16-bit groups of one side of `::`; only the last side may end in a version 4 address. */
function groups(half: string, last: boolean): number[] | undefined {
  if (half === '') return [];
  const result: number[] = [];
  const words = half.split(':');
  for (const [index, word] of words.entries()) {
    if (last && index === words.length - 1 && word.includes('.')) {
      const value = parseVersion4(word, 0, word.length);
      if (value === undefined) return undefined;
      result.push(Math.floor(value / 65536), value % 65536);
    } else if (/^[0-9a-f]{1,4}$/i.test(word)) result.push(Number.parseInt(word, 16));
    else return undefined;
  }
  return result;
}
