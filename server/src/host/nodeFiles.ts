import { readdir, readFile, stat } from 'node:fs/promises';
import type { FileContent, FileEntry, FileStat, Files } from '../fixtures/files.ts';
import { encodingOf } from './eventBatches.ts';

/** Larger files are refused: a text of V8 holds no more than half a gigabyte, and each event takes room besides. */
const defaultLimit = 256 * 1024 * 1024;

/** The file system of Node behind the interface of `fixtures/`. `limit` is the size in bytes that a file may have. */
export function nodeFiles(limit = defaultLimit): Files {
  return { list, stat: statOf, read: (path, signal) => read(path, limit, signal) };
}

/** A path as `Files` has it, from one of this machine. */
export function filesPath(path: string): string {
  return path.replaceAll('\\', '/');
}

async function list(folder: string): Promise<FileEntry[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const known = await Promise.all(
      entries.map(async (entry): Promise<FileEntry | undefined> => {
        if (entry.isFile()) return { name: entry.name, kind: 'file' };
        if (entry.isDirectory()) return { name: entry.name, kind: 'folder' };
        if (!entry.isSymbolicLink()) return undefined;
        const target = await statOf(`${folder}/${entry.name}`);
        return target?.kind === 'file' ? { name: entry.name, kind: 'file' } : undefined;
      }),
    );
    return known.filter((entry) => entry !== undefined).sort((left, right) => (left.name < right.name ? -1 : 1));
  } catch {
    return [];
  }
}

async function statOf(path: string): Promise<FileStat | undefined> {
  try {
    const found = await stat(path);
    if (!found.isFile() && !found.isDirectory()) return undefined;
    return { kind: found.isFile() ? 'file' : 'folder', size: found.size, version: found.mtimeMs };
  } catch {
    return undefined;
  }
}

async function read(path: string, limit: number, signal: AbortSignal | undefined): Promise<FileContent> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return { kind: 'unreadable', message: 'this is no file' };
    const { size } = found;
    if (size > limit) return { kind: 'tooLarge', size, limit };
    return { kind: 'text', text: decoded(await readFile(path, signal === undefined ? {} : { signal })) };
  } catch (error) {
    if (signal?.aborted) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'missing' };
    return { kind: 'unreadable', message: error instanceof Error ? error.message : String(error) };
  }
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}
