import { toDynamic } from '../values/convert.ts';
import { type Dynamic, isArray, type Value } from '../values/value.ts';
import type { Call, FunctionFamily } from './function.ts';

/** Base64, URLs and hexadecimal. What cannot be decoded is empty. */
export const encodings: FunctionFamily = {
  base64_encode_tostring: { parameters: ['string'], evaluate: (text: string) => encode(text) },
  base64_encodestring: { parameters: ['string'], evaluate: (text: string) => encode(text) },
  base64_decode_tostring: { parameters: ['string'], evaluate: decode },
  base64_decodestring: { parameters: ['string'], evaluate: decode },
  base64_decode_toarray: {
    parameters: ['string'],
    evaluate: (text: string) => bytesOf(text)?.map((byte) => toDynamic(byte, 'long')) ?? null,
  },
  base64_encode_fromarray: {
    parameters: ['dynamic'],
    evaluate: (bytes: Value) => (isArray(bytes) && bytes.every(isByte) ? encodeBytes(bytes.map(Number)) : ''),
  },
  base64_encode_fromguid: {
    parameters: ['guid'],
    evaluate: (guid: string) => encodeBytes(reordered(bytesOfGuid(guid))),
  },
  url_encode: {
    parameters: ['string'],
    evaluate: (text: string) => percent(text, /[A-Za-z0-9\-_.!*()]/).replaceAll('%20', '+'),
  },
  url_encode_component: { parameters: ['string'], evaluate: (text: string) => percent(text, /[A-Za-z0-9\-_.~]/) },
  url_decode: { parameters: ['string'], evaluate: decodeUrl },
  tohex: { parameters: ['long', 'size'], bind: hexadecimal },
};

/** A negative number in as many bits as its type has; at most 16 digits are asked for (documentation: "tohex"). */
function hexadecimal({ types }: Call): (...values: Value[]) => Value {
  const size = types[0] === 'int' ? 32 : 64;
  return (value, length = 0) =>
    BigInt.asUintN(size, BigInt(value as number))
      .toString(16)
      .padStart(Math.min(Number(length), 16), '0');
}

function encode(text: string): string {
  return encodeBytes([...new TextEncoder().encode(text)]);
}

function encodeBytes(bytes: readonly number[]): string {
  return btoa(bytes.map((byte) => String.fromCharCode(byte)).join(''));
}

function isByte(value: Dynamic): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 256;
}

function bytesOfGuid(guid: string): number[] {
  return (guid.replaceAll('-', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

/** The first three groups of a guid have their bytes in the opposite order. */
function reordered(bytes: readonly number[]): number[] {
  return [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((place) => bytes[place] ?? 0);
}

/** The bytes behind Base64; undefined for what is none. */
export function bytesOf(text: string): number[] | undefined {
  const padded = text.length % 4 === 0 ? text : undefined;
  if (padded === undefined || !/^[A-Za-z0-9+/]*={0,2}$/.test(padded)) return undefined;
  return [...atob(padded)].map((each) => each.charCodeAt(0));
}

/** Empty unless the bytes are UTF-8. */
function decode(text: string): string {
  const bytes = bytesOf(text);
  if (bytes === undefined) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return '';
  }
}

function percent(text: string, plain: RegExp): string {
  return [...new TextEncoder().encode(text)]
    .map((byte) =>
      byte < 128 && plain.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');
}

function decodeUrl(text: string): string {
  const bytes: number[] = [];
  const source = new TextEncoder().encode(text);
  for (let index = 0; index < source.length; index++) {
    const [byte = 0] = source.slice(index, index + 1);
    const hex = byte === 37 ? String.fromCharCode(...source.slice(index + 1, index + 3)) : '';
    if (/^[0-9a-fA-F]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      index += 2;
    } else bytes.push(byte === 43 ? 32 : byte);
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
