import { CancellationTokenSource, type Position, type TextDocument } from 'vscode';
import { type BaseLanguageClient, WorkDoneProgress } from 'vscode-languageclient/node';
import { methods, type RunQueryParams, type RunQueryResult } from '../../../server/src/lsp/protocol.ts';

let runs = 0;

/**
 * Runs a query on its sample rows, of several the one at the position; `progress` is told in words. Resolves to undefined when `ended` is aborted; rejects
 * when the server reports an error.
 */
export async function runQuery(
  client: BaseLanguageClient,
  document: TextDocument,
  position: Position | undefined,
  progress: (text: string) => void,
  ended: AbortSignal,
): Promise<RunQueryResult | undefined> {
  runs += 1;
  const workDoneToken = `sigmasmith-query-${runs}`;
  const source = new CancellationTokenSource();
  const cancel = () => source.cancel();
  ended.addEventListener('abort', cancel);
  const reports = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
    if (value.kind === 'report' && value.message !== undefined) progress(value.message);
  });
  const { version } = document;
  const params: RunQueryParams = {
    uri: document.uri.toString(),
    text: document.getText(),
    version,
    ...(position !== undefined && { position: { line: position.line, character: position.character } }),
    workDoneToken,
  };
  try {
    const result = await client.sendRequest<RunQueryResult | null>(methods.runQuery, params, source.token);
    if (ended.aborted) return undefined;
    if (result === null) throw new Error('the language server could not run the query; its log says why');
    return result;
  } catch (error) {
    if (ended.aborted) return undefined;
    throw error;
  } finally {
    ended.removeEventListener('abort', cancel);
    reports.dispose();
    source.dispose();
  }
}
