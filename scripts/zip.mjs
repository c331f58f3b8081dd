// @ts-check
import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';

/** @typedef {{ name: string, size: number, packedSize: number, content: () => Buffer }} ZipEntry Sizes in bytes. */

const signatures = { directoryEnd: 0x06054b50, directoryEntry: 0x02014b50 };

/**
 * The files in a ZIP archive, by its central directory (APPNOTE.TXT, 4.3.12 and 4.3.16). Archives beyond 4 GiB are not read.
 *
 * @param {string} file
 * @returns {Promise<ZipEntry[]>}
 */
export async function entriesOfZip(file) {
  const bytes = await readFile(file);
  const end = bytes.lastIndexOf(Buffer.from(Uint32Array.of(signatures.directoryEnd).buffer));
  if (end < 0) throw new Error(`${file} is no ZIP archive.`);
  const entries = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (bytes.readUInt32LE(at) !== signatures.directoryEntry) throw new Error(`${file} has a broken directory.`);
    const start = at;
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const packedSize = bytes.readUInt32LE(at + 20);
    entries.push({ name, size: bytes.readUInt32LE(at + 24), packedSize, content: () => contentOf(bytes, start) });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries.filter(({ name }) => !name.endsWith('/'));
}

/**
 * @param {Buffer} bytes
 * @param {number} entry where the file's entry in the directory starts
 */
function contentOf(bytes, entry) {
  const method = bytes.readUInt16LE(entry + 10);
  const packedSize = bytes.readUInt32LE(entry + 20);
  const local = bytes.readUInt32LE(entry + 42);
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = bytes.subarray(start, start + packedSize);
  return method === 0 ? packed : inflateRawSync(packed);
}
