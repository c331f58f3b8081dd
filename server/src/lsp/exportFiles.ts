import type { Files } from '../fixtures/files.ts';
import { filesMatching } from '../fixtures/glob.ts';
import { nameOf } from '../fixtures/paths.ts';

/**
 * Files anywhere in a workspace folder that are named for a custom table: `Doors_CL.json` holds rows of `Doors_CL`, the
 * ending that Log Analytics gives such tables.
 */
export interface ExportFiles {
  /** Those of the tables that the text names. */
  named(
    text: string,
    root: string,
    signal: AbortSignal,
  ): Promise<readonly { readonly path: string; readonly name: string }[]>;
  /** Files have come or gone: the folder is looked through again when it is next asked for. */
  forget(): void;
}

export function createExportFiles(files: Files): ExportFiles {
  const found = new Map<string, Promise<readonly string[]>>();
  return {
    named: async (text, root, signal) => {
      const names = new Set(text.match(customName) ?? []);
      if (names.size === 0) return [];
      const looking = found.get(root) ?? filesMatching(exportPattern, root, files, undefined);
      found.set(root, looking);
      looking.catch(() => found.delete(root));
      const paths = await looking;
      signal.throwIfAborted();
      return paths
        .map((path) => ({ path, name: nameOf(path).replace(/\.\w+$/, '') }))
        .filter(({ name }) => names.has(name));
    },
    forget: () => found.clear(),
  };
}

const customName = /\b[A-Za-z_]\w*_CL\b/g;

/** As a glob. */
export const exportPattern = '**/*_CL.{json,jsonl,ndjson,csv}';

export function isExportFile(path: string): boolean {
  return /_CL\.(?:json|jsonl|ndjson|csv)$/.test(path);
}
