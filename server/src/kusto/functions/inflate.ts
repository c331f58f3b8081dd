/** The bytes that DEFLATE packed (RFC 1951), at most `most` of them; undefined for what is not such data. */
export function inflate(packed: Uint8Array, most: number): Uint8Array | undefined {
  const reader: Reader = { packed, at: 0 };
  const bytes: number[] = [];
  for (let last = false; !last; ) {
    last = take(reader, 1) === 1;
    const kind = take(reader, 2);
    const done = kind === 0 ? stored(reader, bytes) : unpack(reader, bytes, most, tablesOf(reader, kind));
    if (!done || bytes.length > most || reader.at > packed.length * 8) return undefined;
  }
  return Uint8Array.from(bytes);
}

/** `at` counts bits. Behind the end there are zeros. */
interface Reader {
  readonly packed: Uint8Array;
  at: number;
}

/** How many codes there are of each length, and their symbols in order. */
interface Codes {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
}

interface Tables {
  readonly literals: Codes;
  readonly distances: Codes;
}

function take(reader: Reader, count: number): number {
  let value = 0;
  for (let bit = 0; bit < count; bit++, reader.at++)
    value |= (((reader.packed[reader.at >> 3] ?? 0) >> (reader.at & 7)) & 1) << bit;
  return value;
}

function stored(reader: Reader, bytes: number[]): boolean {
  reader.at = (reader.at + 7) & ~7;
  const length = take(reader, 16);
  if (take(reader, 16) !== (~length & 0xffff) || reader.at / 8 + length > reader.packed.length) return false;
  for (let index = 0; index < length; index++) bytes.push(take(reader, 8));
  return true;
}

function tablesOf(reader: Reader, kind: number): Tables | undefined {
  if (kind === 2) return dynamicTables(reader);
  if (kind !== 1) return undefined;
  const lengths = Array.from({ length: 288 }, (_, symbol) =>
    symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
  );
  return { literals: codesOf(lengths), distances: codesOf(new Array<number>(30).fill(5)) };
}

function dynamicTables(reader: Reader): Tables | undefined {
  const [literals, distances, order] = [take(reader, 5) + 257, take(reader, 5) + 1, take(reader, 4) + 4];
  const ofLengths = new Array<number>(19).fill(0);
  for (const symbol of lengthOrder.slice(0, order)) ofLengths[symbol] = take(reader, 3);
  const codes = codesOf(ofLengths);
  const lengths: number[] = [];
  while (lengths.length < literals + distances) {
    const symbol = decode(reader, codes);
    if (symbol === undefined || (symbol === 16 && lengths.length === 0)) return undefined;
    if (symbol < 16) lengths.push(symbol);
    else {
      const times = symbol === 16 ? 3 + take(reader, 2) : symbol === 17 ? 3 + take(reader, 3) : 11 + take(reader, 7);
      lengths.push(...new Array<number>(times).fill(symbol === 16 ? (lengths.at(-1) ?? 0) : 0));
    }
  }
  if (lengths.length > literals + distances) return undefined;
  return { literals: codesOf(lengths.slice(0, literals)), distances: codesOf(lengths.slice(literals)) };
}

function codesOf(lengths: readonly number[]): Codes {
  const counts = Array.from({ length: 16 }, (_, length) =>
    length === 0 ? 0 : lengths.filter((each) => each === length).length,
  );
  const symbols = counts.flatMap((_, length) =>
    length === 0 ? [] : lengths.flatMap((each, symbol) => (each === length ? [symbol] : [])),
  );
  return { counts, symbols };
}

/** Codes of one length are consecutive numbers, so the first of each length tells where a code stands. */
function decode(reader: Reader, { counts, symbols }: Codes): number | undefined {
  let [code, first, index] = [0, 0, 0];
  for (let length = 1; length < 16; length++) {
    code |= take(reader, 1);
    const count = counts[length] ?? 0;
    if (code - first < count) return symbols[index + code - first];
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  return undefined;
}

function unpack(reader: Reader, bytes: number[], most: number, tables: Tables | undefined): boolean {
  if (tables === undefined) return false;
  while (bytes.length <= most) {
    const symbol = decode(reader, tables.literals);
    if (symbol === undefined || reader.at > reader.packed.length * 8) return false;
    if (symbol === 256) return true;
    if (symbol < 256) bytes.push(symbol);
    else if (!repeat(reader, bytes, symbol - 257, tables.distances)) return false;
  }
  return false;
}

function repeat(reader: Reader, bytes: number[], symbol: number, distances: Codes): boolean {
  const base = lengthBases[symbol];
  if (base === undefined) return false;
  const length = base + take(reader, symbol < 8 || symbol === 28 ? 0 : (symbol >> 2) - 1);
  const place = decode(reader, distances);
  const near = place === undefined ? undefined : distanceBases[place];
  if (place === undefined || near === undefined) return false;
  const distance = near + take(reader, place < 4 ? 0 : (place >> 1) - 1);
  if (distance > bytes.length) return false;
  for (let index = 0; index < length; index++) bytes.push(bytes[bytes.length - distance] ?? 0);
  return true;
}

const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const lengthBases = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const distanceBases = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
