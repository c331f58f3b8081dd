import { isCatalogued } from '../catalog/isCatalogued.ts';
import type { Target } from '../catalog/target.ts';
import { hasTextOnly, readRows } from '../events/rows.ts';
import type { FileContent, Files } from '../fixtures/files.ts';
import type { CustomTables } from '../kql/language/schemas.ts';
import type { SampleRow } from '../kusto/samples.ts';
import { typedTexts } from '../kusto/typedTexts.ts';
import { createLineIndex } from '../lineIndex.ts';
import type { Problem } from '../problem.ts';
import { rowsOfEvents } from '../verdict/rowsOfEvents.ts';
import { toLspRange } from './positions.ts';
import type { SampleFile } from './protocol.ts';
import type { RowSource } from './runQueryFiles.ts';
import { uriOfPath } from './uris.ts';

/** What a query runs on. */
export interface QuerySamples {
  readonly tables: Readonly<Record<string, readonly SampleRow[]>>;
  readonly watchlists: Readonly<Record<string, readonly SampleRow[]>>;
  readonly files: readonly SampleFile[];
}

/** Reads the rows of files; a file is read again when it has changed since. Of `typed` tables the columns' types are known. */
export function createSampleReader(
  files: Files,
): (
  sources: readonly RowSource[],
  signal: AbortSignal,
  target?: Target,
  typed?: CustomTables,
) => Promise<QuerySamples> {
  let known = new Map<string, { readonly version: number; readonly read: ReadSource }>();
  const tables = createMerger();
  const watchlists = createMerger();
  return async (sources, signal, target, typed = {}) => {
    const next = new Map<string, { readonly version: number; readonly read: ReadSource }>();
    const samples = { tables: new Map<string, Rows[]>(), watchlists: new Map<string, Rows[]>() };
    const told: SampleFile[] = [];
    for (const source of sources) {
      signal.throwIfAborted();
      const version = (await files.stat(source.path))?.version ?? -1;
      const key = JSON.stringify([source, target, Object.keys(typed)]);
      const earlier = known.get(key);
      const read =
        earlier?.version === version
          ? earlier.read
          : laidOut(readSource(source, await files.read(source.path, signal), typed), target);
      next.set(key, { version, read });
      for (const { name, rows, isWatchlist } of read.tables) {
        const into = isWatchlist ? samples.watchlists : samples.tables;
        into.set(name, [...(into.get(name) ?? []), rows]);
      }
      told.push({
        uri: uriOfPath(source.path),
        tables: read.tables.map(({ name, rows, isWatchlist, laidOut: made = 0 }) => ({
          name,
          rows: rows.length,
          isWatchlist,
          ...(made > 0 && { laidOut: made }),
        })),
        problems: [...read.problems],
      });
    }
    known = next;
    return { tables: tables(samples.tables), watchlists: watchlists(samples.watchlists), files: told };
  };
}

type Rows = readonly SampleRow[];

/** Puts together the rows that several files have for a table: the same array again, as long as the files are the same. */
function createMerger(): (tables: ReadonlyMap<string, readonly Rows[]>) => Readonly<Record<string, Rows>> {
  let merged = new Map<string, { readonly parts: readonly Rows[]; readonly rows: Rows }>();
  return (tables) => {
    const before = merged;
    merged = new Map(
      [...tables].map(([name, parts]) => {
        const known = before.get(name);
        const isSame =
          known?.parts.length === parts.length && known.parts.every((each, index) => each === parts[index]);
        const [only] = parts;
        return [name, known && isSame ? known : { parts, rows: parts.length === 1 && only ? only : parts.flat() }];
      }),
    );
    return Object.fromEntries([...merged].map(([name, { rows }]) => [name, rows]));
  };
}

interface ReadSource {
  readonly tables: readonly ReadTable[];
  readonly problems: SampleFile['problems'];
}

interface ReadTable {
  readonly name: string;
  readonly rows: readonly SampleRow[];
  readonly isWatchlist: boolean;
  readonly laidOut?: number;
}

function readSource({ path, holds }: RowSource, content: FileContent, typed: CustomTables): ReadSource {
  if (content.kind !== 'text') return { tables: [], problems: [{ message: unreadable(content), range: fileStart }] };
  const { rows, problems } = readRows(path, content.text);
  const lines = createLineIndex(content.text);
  const toProblem = ({ message, range }: Pick<Problem, 'message' | 'range'>) => ({
    message,
    range: toLspRange(lines, range),
  });
  if (holds.kind !== 'tables') {
    const { name, kind } = holds;
    // A watchlist's columns are text in Sentinel, and a known table's have types.
    const isInferred = kind === 'table' && hasTextOnly(path) && !isCatalogued(name) && !Object.hasOwn(typed, name);
    return {
      tables: [{ name, rows: isInferred ? typedTexts(rows) : rows, isWatchlist: kind === 'watchlist' }],
      problems: problems.map(toProblem),
    };
  }
  const given = Object.entries(rows[0] ?? {});
  const tables = given.flatMap(([name, value]) => (isRows(value) ? [{ name, rows: value, isWatchlist: false }] : []));
  const misshapen =
    problems.length === 0 && (rows.length !== 1 || tables.length < given.length)
      ? [{ message: 'The file has to be one object: lists of rows by the names of tables.', range: fileStart }]
      : [];
  return { tables, problems: [...problems.map(toProblem), ...misshapen] };
}

/** Events that are no rows of their table become some; what cannot is told at the file's start. */
function laidOut({ tables, problems }: ReadSource, target: Target | undefined): ReadSource {
  const placed = tables.map((read) => ({
    read,
    ...(read.isWatchlist ? { rows: read.rows, laidOut: 0, problems: [] } : rowsOfEvents(read.name, target, read.rows)),
  }));
  const unclear = placed.flatMap((each) => each.problems.slice(0, mostTold));
  return {
    tables: placed.map(({ read, rows, laidOut: made }) => ({ ...read, rows, laidOut: made })),
    problems: [...problems, ...unclear.map(({ message }) => ({ message, range: fileStart }))],
  };
}

const mostTold = 10;

function isRows(value: unknown): value is readonly SampleRow[] {
  return Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row));
}

function unreadable(content: Exclude<FileContent, { kind: 'text' }>): string {
  switch (content.kind) {
    case 'missing':
      return 'There is no such file any more.';
    case 'tooLarge':
      return `The file has ${megabytes(content.size)}; at most ${megabytes(content.limit)} are read as sample rows.`;
    case 'unreadable':
      return `The file cannot be read: ${content.message}.`;
  }
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MB`;
}

const fileStart = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
