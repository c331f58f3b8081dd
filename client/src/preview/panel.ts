import path from 'node:path';
import { type TextDocument, Uri, type WebviewPanel, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import {
  type LspRange,
  methods,
  type PreviewParams,
  type PreviewResult,
  type PreviewShown,
  type SurroundingsChanged,
  type TargetName,
} from '../../../server/src/lsp/protocol.ts';
import { newestOnly } from '../newestOnly.ts';
import type { SigmaDocumentTracker } from '../sigmaDocuments.ts';
import { webviewPage } from '../webviewPage.ts';
import { clausesAt } from './clauses.ts';
import { defaultTarget } from './defaultTarget.ts';
import { createLastQueries } from './lastQueries.ts';
import type { FromWebview, ToWebview } from './messages.ts';
import type { QueryCommands } from './queryCommands.ts';
import { createSourceHighlight } from './sourceHighlight.ts';
import { themeColours } from './theme.ts';
import { createQueryValidation } from './validation.ts';

export interface PreviewPanel {
  reveal(): void;
  choose(target: TargetName): void;
  /** The query that is shown, or was before the rule broke; undefined while there is nothing to show. */
  chosen(): PreviewParams | undefined;
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
  queries: QueryCommands,
  firstTarget: TargetName | undefined,
): PreviewPanel {
  let uri: string | undefined;
  let target = firstTarget;
  let selection: LspRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  let preview: PreviewResult | undefined;
  let announced = '';
  /** The tables that the user has chosen, by document and target. */
  const tables = new Map<string, string>();
  const lastQueries = createLastQueries();
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
    const params = paramsFor(document);
    try {
      const result = await client.sendRequest<PreviewResult | null>(methods.preview, params);
      if (result === null) showNothing(noRule);
      else show(result, document);
    } catch (error) {
      showNothing(`The language server did not answer: ${error instanceof Error ? error.message : String(error)}`);
    }
  });

  function paramsFor({ uri: of }: TextDocument): PreviewParams {
    const wanted = target ?? defaultTarget(of);
    const table = tables.get(`${of} ${wanted}`);
    return { uri: of.toString(), target: wanted, position: selection.start, ...(table !== undefined && { table }) };
  }

  function show(result: PreviewResult, document: TextDocument): void {
    const earlier = lastQueries.instead(result);
    preview = earlier ?? result;
    const fileName = path.posix.basename(document.uri.path);
    panel.title = result.rule.title === undefined ? 'KQL Preview' : `KQL: ${result.rule.title}`;
    post({ type: 'preview', preview, fileName, isStale: earlier !== undefined });
    showCursor();
    validation.query(result.query, result.target, result.uri);
    announce(result);
  }

  /** Tells the server what is shown, when that is something else than before. */
  function announce(result: PreviewResult | undefined): void {
    const table = result && tables.get(`${result.uri} ${result.target}`);
    const params: PreviewShown =
      result === undefined
        ? {}
        : {
            shown: {
              uri: result.uri,
              index: result.index,
              target: result.target,
              ...(table !== undefined && { table }),
            },
          };
    const key = JSON.stringify(params);
    if (key === announced || !client.isRunning()) return;
    announced = key;
    void client.sendNotification(methods.previewShown, params).catch(() => undefined);
  }

  function showNothing(text: string): void {
    preview = undefined;
    panel.title = 'KQL Preview';
    highlight.show(undefined, undefined, false);
    validation.query(undefined, target ?? 'asim', undefined);
    post({ type: 'empty', text });
    announce(undefined);
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
        choose(message.target);
        return;
      case 'table':
        if (preview !== undefined) tables.set(`${preview.uri} ${preview.target}`, message.table);
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
      case 'export':
        void withQuery(queries.export);
        return;
      case 'portal':
        void withQuery(queries.openInPortal);
        return;
    }
  }

  function choose(wanted: TargetName): void {
    target = wanted;
    refresh();
  }

  function chosen(): PreviewParams | undefined {
    const document = uri === undefined || preview === undefined ? undefined : openDocument(uri);
    return document && paramsFor(document);
  }

  async function withQuery<Result>(act: (query: PreviewParams) => Promise<Result>): Promise<Result | undefined> {
    const query = chosen();
    return query && act(query);
  }

  async function postColours(themeId: string | undefined): Promise<void> {
    post({ type: 'colours', colours: await themeColours(themeId) });
  }

  async function copyQuery(): Promise<void> {
    if (await withQuery(queries.copy)) post({ type: 'copied' });
  }

  const subscriptions = [
    highlight,
    validation,
    documents.onDidChange(() => {
      // A server that was started again knows nothing of it.
      announced = '';
      follow();
    }),
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
    client.onNotification(methods.surroundingsChanged, (change: SurroundingsChanged) => {
      if (change.uri === undefined || change.uri !== uri) refresh();
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('sigmasmith')) refresh();
    }),
    panel.webview.onDidReceiveMessage(receive),
  ];
  panel.onDidDispose(() => {
    listening = false;
    announce(undefined);
    for (const subscription of subscriptions) subscription.dispose();
  });
  panel.webview.html = webviewPage(panel.webview, extension, {
    name: 'preview',
    title: 'KQL Preview',
    data: { 'word-wrap': String(configured<boolean>('preview.wordWrap', true)) },
  });
  return {
    reveal: () => panel.reveal(undefined, true),
    choose,
    chosen,
    shown: () => sent,
    dispose: () => panel.dispose(),
  };
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
