import type { Connection } from 'vscode-languageserver';
import type { Problem } from '../problem.ts';
import { diagnosticsOf } from './diagnostics.ts';
import type { SigmaDocument, SigmaDocuments } from './documents.ts';
import { methods, type SigmaDocuments as SigmaUris } from './protocol.ts';
import { createTurnQueue } from './turns.ts';
import { boundYoungGeneration } from './youngGeneration.ts';

export interface Publisher {
  /** The document was opened or changed, or what is shown of it has changed. */
  update(uri: string): void;
  close(uri: string): void;
}

/**
 * Pushes diagnostics after every change, without waiting for a pause, and tells the client which documents are Sigma.
 * YAML that never was a Sigma rule is never mentioned. `found` gives what was found about a document in other ways than
 * by checking it.
 */
export function createPublisher(
  connection: Connection,
  documents: Pick<SigmaDocuments, 'get'>,
  found: (document: SigmaDocument) => readonly Problem[],
  log: (message: string) => void,
): Publisher {
  const sigma = new Set<string>();
  const ruleless = new Set<string>();

  const announce = (): void => {
    const params: SigmaUris = { uris: [...sigma] };
    void connection.sendNotification(methods.sigmaDocuments, params);
  };

  const clear = (uri: string): void => {
    const wasSigma = sigma.delete(uri);
    if (!ruleless.delete(uri) && !wasSigma) return;
    void connection.sendDiagnostics({ uri, diagnostics: [] });
    if (wasSigma) announce();
  };

  const publish = (uri: string): void => {
    try {
      const document = documents.get(uri);
      if (!document) {
        clear(uri);
        return;
      }
      const diagnostics = diagnosticsOf(document, found(document));
      void connection.sendDiagnostics({ uri, version: document.version, diagnostics });
      boundYoungGeneration(document.text.length);
      const isRuleless = document.isRuleless === true;
      if (isRuleless) ruleless.add(uri);
      else ruleless.delete(uri);
      if (sigma.has(uri) === !isRuleless) return;
      if (isRuleless) sigma.delete(uri);
      else sigma.add(uri);
      announce();
    } catch (error) {
      log(`Checking ${uri} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  };

  return { update: createTurnQueue(publish), close: clear };
}
