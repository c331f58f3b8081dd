import { isRowFile } from '../events/rows.ts';
import type { Files } from '../fixtures/files.ts';
import { filesMatching } from '../fixtures/glob.ts';
import { folderOf, join, nameOf } from '../fixtures/paths.ts';
import type { ExportFiles } from './exportFiles.ts';

/** A file with rows for a query, and what they are rows of. */
export interface RowSource {
  readonly path: string;
  readonly holds:
    | { readonly kind: 'table'; readonly name: string }
    | { readonly kind: 'watchlist'; readonly name: string }
    /** An object of tables: their rows by their names. */
    | { readonly kind: 'tables' };
}

export interface RowSourceRequest {
  /** Of the query; undefined for one that was never saved. */
  readonly path: string | undefined;
  readonly text: string;
  /** Globs by the names of tables, relative to `root`. */
  readonly globs: Readonly<Record<string, string>>;
  readonly root: string | undefined;
  readonly files: Files;
  /** Without it no files are looked for that are named for a custom table. */
  readonly exports?: ExportFiles;
  readonly signal: AbortSignal;
}

/**
 * The files that belong to a query `NAME.kql`: beside it `NAME.TABLE.json` (or .jsonl, .ndjson, .csv), `NAME.rows.json` and
 * `NAME.watchlist.ALIAS.json`, the same without `NAME.` in a folder `NAME`, and what the setting has for the tables that
 * the query may ask for. A custom table that has none of these has the files that are named for it: `TABLE_CL.json`.
 */
export async function findRowSources({
  path,
  text,
  globs,
  root,
  files,
  exports,
  signal,
}: RowSourceRequest): Promise<readonly RowSource[]> {
  const found = path === undefined ? [] : await besides(path, files);
  for (const [name, glob] of Object.entries(globs)) {
    if (root === undefined) break;
    if (!text.includes(name) && !anyTable.test(text)) continue;
    for (const each of await filesMatching(glob, root, files, signal)) {
      if (!found.some((known) => known.path === each)) found.push({ path: each, holds: { kind: 'table', name } });
    }
  }
  if (root === undefined || exports === undefined) return found;
  const isTaken = (path: string, name: string) =>
    found.some((known) => known.path === path || (known.holds.kind === 'table' && known.holds.name === name));
  const exported = (await exports.named(text, root, signal)).filter(({ path: each, name }) => !isTaken(each, name));
  return [
    ...found,
    ...exported.map(({ path: each, name }): RowSource => ({ path: each, holds: { kind: 'table', name } })),
  ];
}

/** Operators that take rows of tables that they don't name. */
const anyTable = /\*|\b(?:search|find|table)\b/;

async function besides(path: string, files: Files): Promise<RowSource[]> {
  const folder = folderOf(path);
  const stem = nameOf(path).replace(/\.[^.]*$/, '');
  const beside = (await files.list(folder)).flatMap(({ name, kind }) =>
    kind === 'file' && name.startsWith(`${stem}.`) ? sourceOf(join(folder, name), name.slice(stem.length + 1)) : [],
  );
  const own = join(folder, stem);
  const inside = (await files.list(own)).flatMap(({ name, kind }) =>
    kind === 'file' ? sourceOf(join(own, name), name) : [],
  );
  return [...beside, ...inside];
}

/** By the name of a file without that of the query. */
function sourceOf(path: string, name: string): RowSource[] {
  if (!isRowFile(name)) return [];
  const [, alias, table] = /^(?:watchlist\.(.+)|([A-Za-z_]\w*))\.\w+$/.exec(name) ?? [];
  if (alias !== undefined) return [{ path, holds: { kind: 'watchlist', name: alias } }];
  if (name.toLowerCase() === 'rows.json') return [{ path, holds: { kind: 'tables' } }];
  return table === undefined ? [] : [{ path, holds: { kind: 'table', name: table } }];
}
