import { isCatalogued } from '../catalog/isCatalogued.ts';
import type { Files } from '../fixtures/files.ts';
import type { CustomTables } from '../kql/language/schemas.ts';
import { inferredColumns } from '../kusto/inferredColumns.ts';
import type { SampleRow } from '../kusto/samples.ts';
import type { ExportFiles } from './exportFiles.ts';
import { findRowSources } from './runQueryFiles.ts';
import { createSampleReader } from './runQuerySamples.ts';

export interface SampleTablesRequest {
  /** Of the KQL document; undefined for one that was never saved. */
  readonly path: string | undefined;
  readonly text: string;
  /** `sigmasmith.query.tables`. */
  readonly globs: Readonly<Record<string, string>>;
  readonly root: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * The tables that no catalogue has and whose sample rows a query would be run on, by their columns: a file of rows makes
 * its table known. The same objects as long as the files are the same.
 */
export function createSampleTables(
  files: Files,
  exports: ExportFiles,
): (request: SampleTablesRequest) => Promise<CustomTables> {
  const readSamples = createSampleReader(files);
  const columns = new WeakMap<readonly SampleRow[], CustomTables[string]>();
  return async ({ signal, ...request }) => {
    const sources = await findRowSources({ ...request, files, exports, signal });
    const unknown = sources.filter(({ holds }) => holds.kind === 'tables' || !isKnown(holds));
    if (unknown.length === 0) return none;
    const { tables } = await readSamples(unknown, signal);
    return Object.fromEntries(
      Object.entries(tables).flatMap(([name, rows]) => {
        if (rows.length === 0 || isKnown({ kind: 'table', name })) return [];
        const known = columns.get(rows) ?? inferredColumns(rows);
        columns.set(rows, known);
        return [[name, known]];
      }),
    );
  };
}

const none: CustomTables = {};

function isKnown({ kind, name }: { readonly kind: string; readonly name: string }): boolean {
  return kind === 'watchlist' || isCatalogued(name);
}
