import { CancellationTokenSource, type Disposable, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import {
  methods,
  type TargetName,
  type ValidateKqlParams,
  type ValidateKqlResult,
} from '../../../server/src/lsp/protocol.ts';
import type { Validation } from './messages.ts';

/** Asks Microsoft's parser about the shown query, once it has settled. */
export interface QueryValidation extends Disposable {
  /** The query that is shown now; the answer to an earlier one is no longer wanted. */
  query(query: string | undefined, target: TargetName, uri: string | undefined): void;
}

const settledAfterMilliseconds = 300;

/** `report` is called with each change of state, and never with the answer to a query that is no longer shown. */
export function createQueryValidation(
  client: BaseLanguageClient,
  report: (validation: Validation) => void,
): QueryValidation {
  let shown: ValidateKqlParams | undefined;
  let timer: NodeJS.Timeout | undefined;
  let request: CancellationTokenSource | undefined;

  function stop(): void {
    clearTimeout(timer);
    request?.cancel();
    request?.dispose();
    request = undefined;
  }

  async function ask(params: ValidateKqlParams): Promise<void> {
    const source = new CancellationTokenSource();
    request = source;
    try {
      const { diagnostics } = await client.sendRequest<ValidateKqlResult>(methods.validateKql, params, source.token);
      if (request === source) report({ state: 'done', diagnostics });
    } catch {
      if (request === source) report({ state: 'failed' });
    }
  }

  return {
    query: (query, target, uri) => {
      if (shown !== undefined && query === shown.query && target === shown.target) return;
      stop();
      shown = undefined;
      const scope = uri === undefined ? undefined : Uri.parse(uri);
      const when = workspace.getConfiguration('sigmasmith', scope).get<string>('validateQueries');
      if (query === undefined || when === 'off') return report({ state: 'off' });
      const params = { query, target };
      shown = params;
      report({ state: 'waiting' });
      timer = setTimeout(() => void ask(params), settledAfterMilliseconds);
    },
    dispose: stop,
  };
}
