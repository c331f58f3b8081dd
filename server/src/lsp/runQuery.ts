import type { Connection } from 'vscode-languageserver';
import { relativeTo } from '../fixtures/paths.ts';
import { nodeFiles } from '../host/nodeFiles.ts';
import { chooseQuery } from '../kql/language/chosenQuery.ts';
import { targetOfQuery } from '../kql/language/targetOfQuery.ts';
import { createQueryRunner } from '../kusto/worker/runner.ts';
import { createLineIndex } from '../lineIndex.ts';
import type { ExportFiles } from './exportFiles.ts';
import type { Guard } from './guard.ts';
import { methods, type RunQueryParams, type RunQueryResult } from './protocol.ts';
import { findRowSources } from './runQueryFiles.ts';
import { createQueryQueue } from './runQueryQueue.ts';
import { toRunQueryResult } from './runQueryResult.ts';
import { createSampleReader } from './runQuerySamples.ts';
import type { Settings } from './settings.ts';
import { createTypedTables } from './typedTables.ts';
import { pathOfUri } from './uris.ts';

export interface RunQueryContext {
  readonly connection: Connection;
  readonly guard: Guard;
  /** Those of a document, as the client has them now. */
  readonly settings: (uri: string) => Promise<Settings>;
  /** Paths of the workspace's folders. */
  readonly folders: () => Promise<readonly string[]>;
  readonly exports: ExportFiles;
}

/** Registers the request that runs KQL on sample rows. `dispose` ends the thread in which that happens. */
export function registerRunQuery({ connection, guard, settings, folders, exports }: RunQueryContext): {
  dispose(): Promise<void>;
} {
  const files = nodeFiles(largestFile);
  const readSamples = createSampleReader(files);
  const typedTables = createTypedTables();
  const runner = createQueryRunner();
  const queue = createQueryQueue(runner);
  const stopped = new AbortController();

  async function run(params: RunQueryParams, signal: AbortSignal): Promise<RunQueryResult> {
    const { uri, position, workDoneToken } = params;
    const lines = position && createLineIndex(params.text);
    const chosen = chooseQuery(params.text, lines && position && lines.offsetAt(position));
    const { text } = chosen;
    const reporter = connection.window.attachWorkDoneProgress(workDoneToken);
    reporter.begin('Running the query', undefined, undefined, true);
    try {
      const [{ query, kqlFiles }, roots] = await Promise.all([settings(uri), folders()]);
      const path = pathOfUri(uri);
      const root = path === undefined ? roots[0] : roots.find((folder) => relativeTo(folder, path) !== undefined);
      const sources = await findRowSources({ path, text, globs: query.tables, root, files, exports, signal });
      const side = params.target ?? targetOfQuery(text, kqlFiles.target, {});
      const samples = await readSamples(sources, signal, side, kqlFiles.customTables);
      const { watchlists } = samples;
      const target = params.target ?? targetOfQuery(text, kqlFiles.target, samples.tables);
      const tables = typedTables(samples.tables, kqlFiles.customTables);
      const options = { tables, watchlists, ...(target !== undefined && { target }) };
      const result = await queue.run(text, options, signal, (isStarting) =>
        reporter.report(isStarting ? 'Starting Microsoft’s parser…' : 'Running…'),
      );
      return toRunQueryResult(params, chosen, result, samples.files);
    } finally {
      reporter.done();
    }
  }

  connection.onRequest<RunQueryResult | null, unknown>(
    methods.runQuery,
    guard.request('runQuery', (params: RunQueryParams, signal) =>
      run(params, AbortSignal.any([signal, stopped.signal])),
    ),
  );
  return {
    dispose: () => {
      stopped.abort();
      return runner.dispose();
    },
  };
}

/** In bytes. */
const largestFile = 64 * 2 ** 20;
