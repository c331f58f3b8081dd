import { createReadStream } from 'node:fs';
import { type Batch, createBatchReader } from '../events/batches.ts';

/**
 * The events of a file, a few hundred at a time, in memory that does not grow with the file. Throws Node's error for a
 * file that cannot be read.
 */
export async function* eventBatches(path: string): AsyncGenerator<Batch> {
  const reader = createBatchReader();
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const bytes of createReadStream(path, { highWaterMark: pieceSize }) as AsyncIterable<Buffer>) {
    decoder ??= new TextDecoder(encodingOf(bytes));
    const batch = reader.push(decoder.decode(bytes, { stream: true }));
    if (batch !== undefined) yield batch;
  }
  const rest = reader.push(decoder?.decode() ?? '');
  if (rest !== undefined) yield rest;
  yield reader.end();
}

const pieceSize = 1 << 18;

/** UTF-8, or UTF-16 where a byte-order mark says so, as Windows PowerShell writes redirected output. */
export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}
