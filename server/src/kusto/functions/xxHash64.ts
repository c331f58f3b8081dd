/** The 64 bits of xxHash with the seed 0, unsigned (specification: xxhash.com, XXH64). */
export function xxHash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  let hash = prime5;
  if (bytes.length >= 32) {
    const lanes = [prime1 + prime2, prime2, 0n, -prime1].map(wrap);
    for (; at + 32 <= bytes.length; at += 32)
      lanes.forEach((lane, index) => {
        lanes[index] = mixed(lane, view.getBigUint64(at + 8 * index, true));
      });
    hash = wrap(lanes.reduce((sum, lane, index) => sum + rotated(lane, [1n, 7n, 12n, 18n][index] ?? 0n), 0n));
    for (const lane of lanes) hash = wrap((hash ^ mixed(0n, lane)) * prime1 + prime4);
  }
  hash = wrap(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8)
    hash = wrap(rotated(hash ^ mixed(0n, view.getBigUint64(at, true)), 27n) * prime1 + prime4);
  if (at + 4 <= bytes.length) {
    hash = wrap(rotated(hash ^ wrap(BigInt(view.getUint32(at, true)) * prime1), 23n) * prime2 + prime3);
    at += 4;
  }
  for (; at < bytes.length; at++) hash = wrap(rotated(hash ^ wrap(BigInt(view.getUint8(at)) * prime5), 11n) * prime1);
  return avalanche(hash);
}

function mixed(lane: bigint, input: bigint): bigint {
  return wrap(rotated(wrap(lane + input * prime2), 31n) * prime1);
}

function avalanche(hash: bigint): bigint {
  const first = wrap((hash ^ (hash >> 33n)) * prime2);
  const second = wrap((first ^ (first >> 29n)) * prime3);
  return second ^ (second >> 32n);
}

function rotated(value: bigint, by: bigint): bigint {
  return wrap((value << by) | (value >> (64n - by)));
}

function wrap(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

const prime1 = 11400714785074694791n;
const prime2 = 14029467366897019727n;
const prime3 = 1609587929392839161n;
const prime4 = 9650029242287828579n;
const prime5 = 2870177450012600261n;
