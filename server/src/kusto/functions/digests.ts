import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { Failure } from '../failure.ts';
import { toText } from '../values/convert.ts';
import { modulo, toLong } from '../values/long.ts';
import type { Call, FunctionFamily, ScalarFunction } from './function.ts';
import { xxHash64 } from './xxHash64.ts';

/**
 * Digests of texts and dates, the types whose digests are documented: those named after an algorithm take a date as
 * text, `hash` as the eight bytes of its ticks. `hash_combine` and `hash_many` mix in a way that is documented nowhere.
 */
export const digests: FunctionFamily = {
  hash_md5: digest(md5),
  hash_sha1: digest(sha1),
  hash_sha256: digest(sha256),
  hash: { parameters: ['any', 'long'], bind: hash },
  hash_xxhash64: { parameters: ['any', 'long'], bind: hash },
};

function digest(algorithm: (bytes: Uint8Array) => Uint8Array): ScalarFunction {
  return {
    parameters: ['any'],
    bind: (call) => {
      const type = knownType(call);
      return (value = '') => bytesToHex(algorithm(new TextEncoder().encode(toText(value, type))));
    },
  };
}

function hash(call: Call): ReturnType<NonNullable<ScalarFunction['bind']>> {
  const type = knownType(call);
  return (value, divisor) => {
    const bytes = type === 'string' ? new TextEncoder().encode(String(value)) : eightBytes(value as bigint);
    const hashed = toLong(xxHash64(bytes));
    if (divisor === undefined || divisor === null) return hashed;
    if (hashed < 0) throw new Failure('kql-not-implemented', 'The rest of a negative hash is documented nowhere.');
    return modulo(hashed, divisor as number);
  };
}

function knownType({ types }: Call): 'string' | 'datetime' {
  const [type] = types;
  if (type === 'string' || type === 'datetime') return type;
  throw new Failure('kql-not-implemented', `The hash of a value of type ${type} is documented nowhere.`);
}

function eightBytes(ticks: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, ticks, true);
  return bytes;
}
