import { createEventCache } from '../fixtures/eventFile.ts';
import type { Files } from '../fixtures/files.ts';
import { relativeTo } from '../fixtures/paths.ts';
import { runFile } from '../fixtures/run.ts';
import type { TranslationOptions } from '../kql/translation.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { processingWith } from '../pipelines/processing.ts';
import type { OtherFilter } from '../sigma/otherFilters.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { createComparer } from '../verdict/compareRuns.ts';
import type { RunQuery } from '../verdict/reading.ts';
import type { SigmaDocument } from './documents.ts';
import type { RunResult } from './protocol.ts';
import { toRunResult } from './runResult.ts';
import type { Settings } from './settings.ts';
import { pathOfUri } from './uris.ts';

export interface RunRequest {
  readonly document: SigmaDocument;
  /** URIs of event files or folders to take instead of the rules' own. */
  readonly events: readonly string[] | undefined;
  readonly settings: Settings;
  /** Paths of the workspace's folders; the globs of the settings are relative to the one that holds the rule. */
  readonly folders: readonly string[];
  /** Of other files in the workspace. */
  readonly filters: readonly OtherFilter[];
  /** The rules of other files that its correlations refer to. */
  readonly rules: readonly SigmaRule[];
  /** What processes the rules before they are converted to the queries that they are compared with. */
  readonly pipelines: readonly Pipeline[];
  readonly signal: AbortSignal;
  /** How far it is, from 0 to 1. */
  readonly progress: (message: string, done: number) => void;
}

/** Runs documents on their events, and their queries with `runQuery`; event files are read again only when they have changed. */
export function createRunner(files: Files, runQuery: RunQuery): (request: RunRequest) => Promise<RunResult> {
  const cache = createEventCache();
  return async ({ document, events, settings, folders, filters, rules, pipelines, signal, progress }) => {
    // A document that was never saved lies in no folder: nothing belongs to it, but events can be chosen for it.
    const path = pathOfUri(document.uri) ?? '/untitled';
    const root = folders.find((folder) => relativeTo(folder, path) !== undefined);
    const comparer = settings.run.compareWithQuery
      ? createComparer({
          translating: translationOptions(settings),
          run: runQuery,
          placeholders: settings.placeholders,
          process: processingWith(pipelines, [...document.file.rules, ...rules]),
          signal,
          progress,
        })
      : undefined;
    const run = await runFile({
      file: document.file,
      path,
      files,
      cache,
      globs: root === undefined ? undefined : { root, bindings: settings.fixtures.globs },
      extraEvents: events?.flatMap((uri) => pathOfUri(uri) ?? []),
      otherFilters: filters,
      otherRules: rules,
      placeholders: settings.placeholders,
      signal,
      progress,
      ran: comparer?.ran,
    });
    return toRunResult(document, run, comparer?.comparisons);
  };
}

/** As the preview writes queries, but whatever the time of the events, and also where they are only near to the rule. */
function translationOptions({ defaultTarget, kql }: Settings): TranslationOptions {
  const { tables, asimFunctions, watchlists } = kql;
  return {
    target: defaultTarget,
    ...(tables !== undefined && { tables }),
    ...(asimFunctions !== undefined && { asimFunctions }),
    ...(watchlists !== undefined && { watchlists }),
  };
}
