import type { Connection } from 'vscode-languageserver';
import { nodeFiles } from '../host/nodeFiles.ts';
import { createQueryRunner } from '../kusto/worker/runner.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import type { OtherFilter } from '../sigma/otherFilters.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import type { OpenText, SigmaDocument, SigmaDocuments } from './documents.ts';
import type { Guard } from './guard.ts';
import { withOpenDocuments } from './openFiles.ts';
import { type ClearRunsParams, type IsSigmaParams, methods, type RunParams, type RunResult } from './protocol.ts';
import { createRunner } from './run.ts';
import type { RunStore } from './runStore.ts';
import type { Settings } from './settings.ts';

export interface RequestContext {
  readonly connection: Connection;
  readonly guard: Guard;
  readonly documents: SigmaDocuments;
  /** Those of a document, as the client has them now. */
  readonly settings: (uri: string) => Promise<Settings>;
  /** Paths of the workspace's folders. */
  readonly folders: () => Promise<readonly string[]>;
  /** Settles when the rules of the workspace have been read. */
  readonly indexed: () => Promise<void>;
  /** The filters in other files of the workspace, as far as these are known. */
  readonly filtersAround: (uri: string) => readonly OtherFilter[];
  /** The rules in other files of the workspace that correlations and filters of the document refer to, as far as these are known. */
  readonly referredRules: (document: SigmaDocument) => Promise<readonly SigmaRule[]>;
  /** Those of the setting `sigmasmith.pipelines` for a document. */
  readonly pipelines: (uri: string, patterns: readonly string[]) => Promise<readonly Pipeline[]>;
  readonly openText: (path: string) => OpenText | undefined;
  readonly runs: RunStore;
  /** The remembered runs of a document have changed. */
  readonly runsChanged: (uri: string) => void;
}

/**
 * Registers the requests and notifications of protocol.ts that are not about queries. `dispose` ends the thread in which
 * runs compare rules with their queries.
 */
export function registerRequests(context: RequestContext): { dispose(): Promise<void> } {
  const { connection, guard, documents } = context;

  connection.onRequest<boolean | null, unknown>(
    methods.isSigma,
    guard.request('isSigma', ({ uri }: IsSigmaParams) => documents.get(uri) !== undefined),
  );
  return registerRuns(context);
}

function registerRuns({
  connection,
  guard,
  documents,
  settings,
  folders,
  indexed,
  filtersAround,
  referredRules,
  pipelines: pipelinesFor,
  openText,
  runs,
  runsChanged,
}: RequestContext): { dispose(): Promise<void> } {
  const queries = createQueryRunner();
  const stopped = new AbortController();
  const run = createRunner(withOpenDocuments(nodeFiles(), openText), queries.run);

  connection.onRequest(
    methods.run,
    guard.request('run', async ({ uri, events, workDoneToken }: RunParams, signal): Promise<RunResult | null> => {
      const document = documents.get(uri);
      if (!document) return null;
      const reporter = connection.window.attachWorkDoneProgress(workDoneToken);
      const progress = (message: string, done: number) => reporter.report(Math.round(done * 100), message);
      reporter.begin('Running on sample events', 0, undefined, true);
      try {
        const either = AbortSignal.any([signal, stopped.signal]);
        await waitForIndex(indexed(), () => progress('Waiting for the rules of the workspace', 0), either);
        const [own, roots, rules] = await Promise.all([settings(uri), folders(), referredRules(document)]);
        const filters = filtersAround(uri);
        const pipelines = own.run.compareWithQuery ? await pipelinesFor(uri, own.pipelines) : [];
        const around = { settings: own, folders: roots, filters, rules, pipelines };
        const result = await run({ document, events, ...around, signal: either, progress });
        if (documents.get(uri)) runs.remember(result);
        runsChanged(uri);
        return result;
      } finally {
        reporter.done();
      }
    }),
  );
  connection.onNotification(methods.clearRuns, ({ uris }: ClearRunsParams) => {
    for (const uri of uris) {
      runs.forget(uri);
      runsChanged(uri);
    }
  });
  return {
    dispose: () => {
      stopped.abort();
      return queries.dispose();
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A run without the filters would report hits that are none: it waits, says so, and can be cancelled. */
async function waitForIndex(indexed: Promise<void>, waiting: () => void, signal: AbortSignal): Promise<void> {
  let isKnown = false;
  const known = indexed.then(() => {
    isKnown = true;
  });
  await Promise.race([known, pause(0)]);
  if (isKnown) return;
  waiting();
  await Promise.race([known, new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))]);
  signal.throwIfAborted();
}
