import type { ExtensionContext } from 'vscode';
import { window } from 'vscode';
import { registerFixAll } from './fixAll.ts';
import { createLanguageServer } from './languageServer.ts';
import { type PreviewApi, registerPreview } from './preview/preview.ts';
import { type QueryApi, registerQuery } from './query/query.ts';
import { trackSigmaDocuments } from './sigmaDocuments.ts';
import { showFindingsStatus } from './statusItem.ts';
import { type RunsApi, registerRuns } from './testing/runs.ts';

/** What `activate` returns: the state that VS Code's own interface does not show, for the tests inside the extension host. */
export interface ExtensionApi {
  /** Settles when the language server answers; rejects when it could not be started. */
  readonly ready: Promise<void>;
  /** How long `activate` took, in milliseconds. */
  readonly activationTime: number;
  readonly preview: PreviewApi;
  readonly runs: RunsApi;
  readonly query: QueryApi;
}

/** Starts the language server without waiting for it: commands and views wait when they first ask it something. */
export function activate(context: ExtensionContext): ExtensionApi {
  const began = performance.now();
  const log = window.createOutputChannel('Sigmasmith', { log: true });
  const server = createLanguageServer(context, log);
  const documents = trackSigmaDocuments(server.client);
  const preview = registerPreview(context, server.client, documents);
  const runs = registerRuns(server.client, documents);
  const query = registerQuery(context, server.client);
  context.subscriptions.push(
    log,
    server,
    documents,
    preview,
    runs,
    query,
    registerFixAll(),
    showFindingsStatus(documents),
  );
  const ready = server.start();
  const activationTime = performance.now() - began;
  log.info(`Activated in ${activationTime.toFixed(0)} ms.`);
  return { ready, activationTime, preview, runs, query };
}
