import path from 'node:path';
import { env, type TextDocument, Uri, type WebviewPanel, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import {
  type LspRange,
  methods,
  type PreviewParams,
  type PreviewResult,
  type TargetName,
} from '../../../server/src/lsp/protocol.ts';
import { newestOnly } from '../newestOnly.ts';
import type { SigmaDocumentTracker } from '../sigmaDocuments.ts';
import { clausesAt } from './clauses.ts';
import { previewPage } from './html.ts';
import type { FromWebview, ToWebview } from './messages.ts';
import { createSourceHighlight } from './sourceHighlight.ts';
import { themeColours } from './theme.ts';
import { createQueryValidation } from './validation.ts';

export interface PreviewPanel {
  reveal(): void;
  /** The last message of each type that the webview was sent. */
  shown(): Partial<Record<ToWebview['type'], ToWebview>>;
  dispose(): void;
}

/** Fills a webview panel with the preview of the Sigma rule in the active editor, and keeps it so. */
export function openPreviewPanel(
  panel: WebviewPanel,
  extension: Uri,
  client: BaseLanguageClient,
  documents: SigmaDocumentTracker,
): PreviewPanel {
  let uri: string | undefined;
  let target: TargetName | undefined;
  let selection: LspRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  let preview: PreviewResult | undefined;
  let listening = false;
  const sent: Partial<Record<ToWebview['type'], ToWebview>> = {};
  const highlight = createSourceHighlight();
  const validation = createQueryValidation(client, (answer) => post({ type: 'validation', validation: answer }));

  function post(message: ToWebview): void {
    if (!listening) return;
    sent[message.type] = message;
    void panel.webview.postMessage(message);
  }

  const refresh = newestOnly<void>(async () => {
    // The change that led here reaches the server first: the language client sends it within the same turn.
    await new Promise((resolve) => setImmediate(resolve));
    const document = uri === undefined ? undefined : openDocument(uri);
    if (document === undefined || !documents.has(document.uri)) return showNothing(noRule);
    const params: PreviewParams = {
      uri: document.uri.toString(),
      target: target ?? workspace.getConfiguration('sigmasmith', document.uri).get<TargetName>('defaultTarget', 'asim'),
      position: selection.start,
    };
    try {
      const result = await client.sendRequest<PreviewResult | null>(methods.preview, params);
      if (result === null) showNothing(noRule);
      else show(result, document);
    } catch (error) {
      showNothing(`The language server did not answer: ${error instanceof Error ? error.message : String(error)}`);
    }
  });

  function show(result: PreviewResult, document: TextDocument): void {
    preview = result;
    const fileName = path.posix.basename(document.uri.path);
    panel.title = result.rule.title === undefined ? 'KQL Preview' : `KQL: ${result.rule.title}`;
    post({ type: 'preview', preview: result, fileName });
    showCursor();
    validation.query(result.query, result.target);
  }

  function showNothing(text: string): void {
    preview = undefined;
    panel.title = 'KQL Preview';
    highlight.show(undefined, undefined, false);
    validation.query(undefined, target ?? 'asim');
    post({ type: 'empty', text });
  }

  function showCursor(): void {
    if (preview !== undefined) post({ type: 'cursor', clauses: clausesAt(preview.sourceMap, selection) });
  }

  /** Follows the editor that has the focus if it shows a Sigma rule; otherwise the last rule stays while it is open. */
  function follow(): void {
    const editor = window.activeTextEditor;
    if (editor !== undefined && documents.has(editor.document.uri)) {
      uri = editor.document.uri.toString();
      selection = editor.selection;
    }
    refresh();
  }

  function receive(message: FromWebview): void {
    switch (message.type) {
      case 'ready':
        listening = true;
        uri ??= message.state.uri;
        target ??= message.state.target;
        void postColours(message.themeId);
        if (uri !== undefined) void reopen(uri);
        follow();
        return;
      case 'theme':
        void postColours(message.themeId);
        return;
      case 'target':
        target = message.target;
        refresh();
        return;
      case 'highlight':
        highlight.show(uri, message.source, message.reveal && revealsOnHover());
        return;
      case 'goTo':
        if (uri !== undefined) void highlight.goTo(uri, message.source);
        return;
      case 'copy':
        void copyQuery();
        return;
    }
  }

  async function postColours(themeId: string | undefined): Promise<void> {
    post({ type: 'colours', colours: await themeColours(themeId) });
  }

  async function copyQuery(): Promise<void> {
    if (preview?.query === undefined) return;
    await env.clipboard.writeText(preview.query);
    post({ type: 'copied' });
  }

  const subscriptions = [
    highlight,
    validation,
    documents.onDidChange(follow),
    window.onDidChangeActiveTextEditor(follow),
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor !== window.activeTextEditor || !documents.has(textEditor.document.uri)) return;
      const changesRule = textEditor.document.uri.toString() !== uri || (preview?.count ?? 0) > 1;
      uri = textEditor.document.uri.toString();
      selection = textEditor.selection;
      if (changesRule) refresh();
      else showCursor();
    }),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && document.uri.toString() === uri) refresh();
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('sigmasmith')) refresh();
    }),
    panel.webview.onDidReceiveMessage(receive),
  ];
  panel.onDidDispose(() => {
    listening = false;
    for (const subscription of subscriptions) subscription.dispose();
  });
  panel.webview.html = previewPage(panel.webview, extension, configured<boolean>('preview.wordWrap', true));
  return { reveal: () => panel.reveal(undefined, true), shown: () => sent, dispose: () => panel.dispose() };
}

const noRule = 'Open a Sigma rule to see the KQL that it becomes.';

function openDocument(uri: string): TextDocument | undefined {
  return workspace.textDocuments.find((document) => document.uri.toString() === uri);
}

/** After a reload of the window the rule may be in a tab that was not shown yet: it is read, for the server to see it. */
async function reopen(uri: string): Promise<void> {
  try {
    await workspace.openTextDocument(Uri.parse(uri));
  } catch {
    // It has been deleted or renamed since.
  }
}

function revealsOnHover(): boolean {
  return configured<boolean>('preview.revealOnHover', true);
}

function configured<Value>(name: string, otherwise: Value): Value {
  return workspace.getConfiguration('sigmasmith').get<Value>(name, otherwise);
}
