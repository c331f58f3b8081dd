import { mostText } from '../values/bounds.ts';
import { bytesOf } from './encodings.ts';
import type { FunctionFamily } from './function.ts';
import { inflate } from './inflate.ts';

/** What gzip and zlib packed, as text. Empty for anything else; the other way has more than one right answer. */
export const compression: FunctionFamily = {
  gzip_decompress_from_base64_string: { parameters: ['string'], evaluate: (text: string) => unpacked(text, gzipBody) },
  zlib_decompress_from_base64_string: { parameters: ['string'], evaluate: (text: string) => unpacked(text, zlibBody) },
};

function unpacked(text: string, bodyOf: (bytes: Uint8Array) => Uint8Array | undefined): string {
  const bytes = bytesOf(text);
  const body = bytes === undefined ? undefined : bodyOf(Uint8Array.from(bytes));
  const result = body === undefined ? undefined : inflate(body, mostText);
  if (result === undefined) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(result);
  } catch {
    return '';
  }
}

/** Optional fields of the header are not supported (documentation: "gzip_decompress_from_base64_string"). */
function gzipBody(bytes: Uint8Array): Uint8Array | undefined {
  const [first, second, method, flags] = bytes;
  return first === 0x1f && second === 0x8b && method === 8 && flags === 0 ? bytes.subarray(10) : undefined;
}

function zlibBody(bytes: Uint8Array): Uint8Array | undefined {
  const [method = 0, flags = 0] = bytes;
  return (method & 15) === 8 && (method * 256 + flags) % 31 === 0 && (flags & 32) === 0 ? bytes.subarray(2) : undefined;
}
