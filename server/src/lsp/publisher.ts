import type { Connection } from 'vscode-languageserver';
import { isConfigUri } from './configDocuments.ts';
import { diagnosticsOf } from './diagnostics.ts';
import type { SigmaDocuments } from './documents.ts';
import { methods, type SigmaDocuments as SigmaUris } from './protocol.ts';
import type { RunStore } from './runStore.ts';
import { createTurnQueue } from './turns.ts';
import { boundYoungGeneration } from './youngGeneration.ts';

export interface Publisher {
  /** The document was opened or changed, or what is shown of it has changed. */
  update(uri: string): void;
  close(uri: string): void;
}

/**
 * Pushes diagnostics after every change, without waiting for a pause, and tells the client which documents are Sigma.
 * YAML that never was a Sigma rule is never mentioned.
 */
export function createPublisher(
  connection: Connection,
  documents: Pick<SigmaDocuments, 'get'>,
  runs: RunStore,
  log: (message: string) => void,
): Publisher {
  const sigma = new Set<string>();

  const announce = (): void => {
    const params: SigmaUris = { uris: [...sigma] };
    void connection.sendNotification(methods.sigmaDocuments, params);
  };

  const clear = (uri: string): void => {
    if (!sigma.delete(uri) && !isConfigUri(uri)) return;
    void connection.sendDiagnostics({ uri, diagnostics: [] });
    announce();
  };

  const publish = (uri: string): void => {
    try {
      const document = documents.get(uri);
      if (!document) {
        clear(uri);
        return;
      }
      const diagnostics = diagnosticsOf(document, runs.problemsOf(document));
      void connection.sendDiagnostics({ uri, version: document.version, diagnostics });
      boundYoungGeneration(document.text.length);
      if (sigma.has(uri) || isConfigUri(uri)) return;
      sigma.add(uri);
      announce();
    } catch (error) {
      log(`Checking ${uri} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  };

  return { update: createTurnQueue(publish), close: clear };
}
