import { commands, type Disposable, type Event, EventEmitter, type TextEditor, type Uri, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import { methods, type SigmaDocuments } from '../../server/src/lsp/protocol.ts';

/** Which open documents are Sigma rules, as the server recognises them by content. */
export interface SigmaDocumentTracker extends Disposable {
  has(uri: Uri): boolean;
  readonly onDidChange: Event<void>;
}

/**
 * Listens to the server and keeps two context keys for `when` clauses: `sigmasmith.documents`, the URIs of all open
 * Sigma documents, and `sigmasmith.isSigma`, whether the editor that has or last had the focus shows one.
 */
export function trackSigmaDocuments(client: BaseLanguageClient): SigmaDocumentTracker {
  let uris: ReadonlySet<string> = new Set();
  let lastEditor: TextEditor | undefined = window.activeTextEditor;
  const changed = new EventEmitter<void>();

  function updateActive(): void {
    const isSigma = lastEditor !== undefined && uris.has(lastEditor.document.uri.toString());
    void commands.executeCommand('setContext', 'sigmasmith.isSigma', isSigma);
  }

  const subscriptions = [
    changed,
    client.onNotification(methods.sigmaDocuments, (documents: SigmaDocuments) => {
      uris = new Set(documents.uris);
      void commands.executeCommand('setContext', 'sigmasmith.documents', documents.uris);
      updateActive();
      changed.fire();
    }),
    window.onDidChangeActiveTextEditor((editor) => {
      // A webview that takes the focus leaves no active text editor; the rule beside it is still the one in work.
      if (editor === undefined && window.visibleTextEditors.some((visible) => visible === lastEditor)) return;
      lastEditor = editor;
      updateActive();
    }),
  ];
  return {
    has: (uri) => uris.has(uri.toString()),
    onDidChange: changed.event,
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}
