import { readFileSync } from 'node:fs';
import { type Finding, fileFinding } from './finding.ts';

export type TextFile =
  | { readonly kind: 'text'; readonly text: string; readonly encoding: Encoding }
  | { readonly kind: 'bad'; readonly finding: Finding };

export interface Encoding {
  readonly name: 'utf-8' | 'utf-16le';
  readonly hasByteOrderMark: boolean;
}

/** A file as text without its byte-order mark, as editors count columns. */
export function readText(path: string): TextFile {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { kind: 'bad', finding: unreadable(path, error) };
  }
  return bytes.length > largestFile ? tooLarge(path, bytes.length) : decode(path, bytes);
}

/** The bytes of a text, in the encoding that its file had. */
export function encode(text: string, { name, hasByteOrderMark }: Encoding): Uint8Array {
  return Buffer.from(hasByteOrderMark ? `\ufeff${text}` : text, name === 'utf-8' ? 'utf8' : 'utf16le');
}

/** Bytes as text; a finding for what is not text. */
export function decode(path: string, bytes: Uint8Array): TextFile {
  const name = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    const text = new TextDecoder(name, { fatal: true }).decode(bytes);
    const hasByteOrderMark = name === 'utf-16le' || (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf);
    if (!text.includes('\0')) return { kind: 'text', text, encoding: { name, hasByteOrderMark } };
  } catch {
    // Reported below.
  }
  const message = 'The file is not text: it has bytes that are not UTF-8.';
  return { kind: 'bad', finding: fileFinding(path, 'unreadable-file', message) };
}

/** A finding about a file or folder that the system does not give. */
export function unreadable(path: string, error: unknown): Finding {
  return fileFinding(path, 'unreadable-file', `Cannot be read: ${reasonOf(error)}.`);
}

/** Why the file system refused, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

const reasons: Readonly<Record<string, string | undefined>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  EACCES: 'you may not do this to it',
  EPERM: 'you may not do this to it',
  EROFS: 'nothing can be written there',
};

const largestFile = 50_000_000;

function tooLarge(path: string, size: number): TextFile {
  const message = `The file has ${Math.round(size / 1e6)} MB; rules of more than ${largestFile / 1e6} MB are not read.`;
  return { kind: 'bad', finding: fileFinding(path, 'file-too-large', message) };
}
