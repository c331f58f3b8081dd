import { type CancellationToken, CancellationTokenSource, type Progress, ProgressLocation, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import { WorkDoneProgress } from 'vscode-languageclient/node';
import { methods, type RunParams, type RunResult } from '../../../server/src/lsp/protocol.ts';

const quietForMilliseconds = 1000;

/**
 * Runs a document's rules. A run of more than a second says how far it is, with a button that ends it. Resolves to
 * undefined when it was ended or when the document is no rule; rejects when the server reports an error.
 */
export async function runWithProgress(
  client: BaseLanguageClient,
  params: RunParams,
  superseded?: AbortSignal,
): Promise<RunResult | undefined> {
  const source = new CancellationTokenSource();
  const cancel = () => source.cancel();
  superseded?.addEventListener('abort', cancel);
  const reports = listen(client);
  const request = client
    .sendRequest<RunResult | null>(methods.run, { ...params, workDoneToken: reports.token }, source.token)
    .then((result) => result ?? undefined)
    .catch((error) => {
      if (source.token.isCancellationRequested) return undefined;
      throw error;
    });
  const timer = setTimeout(() => {
    void window.withProgress(
      { location: ProgressLocation.Notification, title: 'Running on sample events', cancellable: true },
      (progress, token) => showUntil(request, progress, token, cancel, reports),
    );
  }, quietForMilliseconds);
  try {
    return await request;
  } finally {
    clearTimeout(timer);
    superseded?.removeEventListener('abort', cancel);
    reports.dispose();
    source.dispose();
  }
}

interface Reports {
  readonly token: string;
  listener: ((message: string | undefined, percentage: number | undefined) => void) | undefined;
  dispose(): void;
}

let runs = 0;

function listen(client: BaseLanguageClient): Reports {
  runs += 1;
  const token = `sigmasmith-run-${runs}`;
  const reports: Reports = { token, listener: undefined, dispose: () => subscription.dispose() };
  const subscription = client.onProgress(WorkDoneProgress.type, token, (value) => {
    if (value.kind !== 'end') reports.listener?.(value.message, value.percentage);
  });
  return reports;
}

async function showUntil(
  request: Promise<unknown>,
  progress: Progress<{ message?: string; increment?: number }>,
  token: CancellationToken,
  cancel: () => void,
  reports: Reports,
): Promise<void> {
  let reached = 0;
  token.onCancellationRequested(cancel);
  reports.listener = (message, percentage = reached) => {
    progress.report({ ...(message === undefined ? {} : { message }), increment: percentage - reached });
    reached = percentage;
  };
  await request.catch(() => undefined);
}
