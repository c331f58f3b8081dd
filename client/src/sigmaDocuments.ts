import {
  commands,
  type Disposable,
  type Event,
  EventEmitter,
  type TextDocument,
  type TextEditor,
  Uri,
  window,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import { methods, type SigmaDocuments } from '../../server/src/lsp/protocol.ts';

/** Which open documents are Sigma rules, as the server recognises them by content. */
export interface SigmaDocumentTracker extends Disposable {
  has(uri: Uri): boolean;
  /** The document that commands are for: the one of the editor that has or last had the focus, rule or not. */
  current(): TextDocument | undefined;
  readonly onDidChange: Event<void>;
}

/**
 * Listens to the server and keeps two context keys for `when` clauses: `sigmasmith.documents`, the paths of all open
 * Sigma documents as `resourcePath` gives them, and `sigmasmith.isSigma`, whether the editor that has or last had the
 * focus shows one. Paths, because a workbench in a browser has other schemes than the extension host.
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
      const paths = documents.uris.map((uri) => Uri.parse(uri)).flatMap(({ fsPath, path }) => [fsPath, path]);
      void commands.executeCommand('setContext', 'sigmasmith.documents', paths);
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
    current: () => lastEditor?.document,
    onDidChange: changed.event,
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}
