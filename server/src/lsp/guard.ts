import type { CancellationToken } from 'vscode-languageserver';
import type { SigmaDocument, SigmaDocuments } from './documents.ts';

interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

/** The wrappers that stand around every request. Neither lets an error out: it is logged, and the client gets null. */
export interface Guard {
  /** For requests about a document: null when it isn't open, or holds no Sigma rule. */
  document<Params extends DocumentParams, Result>(
    name: string,
    handler: (document: SigmaDocument, params: Params) => Result,
  ): (params: Params, token: CancellationToken) => Result | null;
  /** For all other requests; what takes long gets a signal that is aborted when the client cancels. */
  request<Params, Result>(
    name: string,
    handler: (params: Params, signal: AbortSignal) => Result | Promise<Result>,
  ): (params: Params, token: CancellationToken) => Promise<Result | null>;
}

export function createGuard(documents: SigmaDocuments, log: (message: string) => void): Guard {
  const failed = (name: string, error: unknown): null => {
    log(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return null;
  };
  return {
    document: (name, handler) => (params, token) => {
      if (token.isCancellationRequested) return null;
      try {
        const document = documents.get(params.textDocument.uri);
        return document ? handler(document, params) : null;
      } catch (error) {
        return failed(name, error);
      }
    },
    request: (name, handler) => async (params, token) => {
      const controller = new AbortController();
      const cancellation = token.onCancellationRequested(() => controller.abort());
      try {
        return token.isCancellationRequested ? null : await handler(params, controller.signal);
      } catch (error) {
        return controller.signal.aborted ? null : failed(name, error);
      } finally {
        cancellation.dispose();
      }
    },
  };
}
