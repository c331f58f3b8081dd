import path from 'node:path';
import {
  env,
  type Position,
  Range,
  Selection,
  type TextEditor,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import type { LspRange, RunQueryResult } from '../../../server/src/lsp/protocol.ts';
import { newestOnly } from '../newestOnly.ts';
import { webviewPage } from '../webviewPage.ts';
import { mayMeanAnother, type ShownQuery } from './followCursor.ts';
import type { FromWebview, ToWebview } from './messages.ts';
import { runQuery } from './runQuery.ts';
import { createSampleWatch } from './sampleWatch.ts';

export interface QueryPanel {
  reveal(): void;
  /** Runs that query from now on. */
  follow(uri: Uri): void;
  /** The last message of each type that the webview was sent. */
  shown(): Partial<Record<ToWebview['type'], ToWebview>>;
  dispose(): void;
}

/** Fills a webview panel with the result of the query at the cursor, and runs it again when it or its rows have changed. */
export function openQueryPanel(
  panel: WebviewPanel,
  extension: Uri,
  client: BaseLanguageClient,
  finished: (result: RunQueryResult | undefined) => void,
): QueryPanel {
  let uri: Uri | undefined;
  /** Of several queries in the document the one here is run. */
  let cursor: Position | undefined;
  /** The one whose result is shown, and the version of the document that it is about. */
  let shownQuery: (ShownQuery & { readonly version: number }) | undefined;
  let listening = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ending: AbortController | undefined;
  /** What a webview that is loaded anew shows: the last result, and how far the next one is. */
  let last: ToWebview | undefined;
  let underWay: ToWebview | undefined;
  const sent: Partial<Record<ToWebview['type'], ToWebview>> = {};

  function post(message: ToWebview): void {
    sent[message.type] = message;
    if (message.type === 'running') underWay = message;
    else if (message.type !== 'copied') [last, underWay] = [message, undefined];
    if (listening) void panel.webview.postMessage(message);
  }

  const run = newestOnly<void>(async (_, superseded) => {
    if (uri === undefined) return post({ type: 'empty', text: 'Open a KQL file and run it to see its result.' });
    const fileName = path.posix.basename(uri.path);
    panel.title = `Result: ${fileName}`;
    ending = new AbortController();
    const ended = AbortSignal.any([ending.signal, superseded]);
    post({ type: 'running', text: 'Running…' });
    try {
      const document = await workspace.openTextDocument(uri);
      cursor = cursorIn(uri) ?? cursor;
      const askedAt = cursor;
      const result = await runQuery(client, document, askedAt, (text) => post({ type: 'running', text }), ended);
      if (superseded.aborted) return;
      if (result === undefined)
        return post({ type: 'empty', text: 'The run was ended. The next change of the query starts it again.' });
      samples.watch(
        uri,
        result.files.map((file) => file.uri),
      );
      if (result.query !== undefined)
        panel.title = `Result: ${fileName} (${result.query.index + 1} of ${result.query.count})`;
      shownQuery = result.query && { ...result.query, version: result.version, askedAt };
      post({ type: 'result', result, fileName });
      finished(result);
      followCursor();
    } catch (error) {
      if (superseded.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      post({ type: 'empty', text: `The query was not run: ${reason}.` });
      finished(undefined);
    }
  });

  function runSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(run, delay);
  }

  /** The cursor may have gone to another query, now or during the run. What was edited is run anyway. */
  function followCursor(): void {
    const editor = editorOf(uri);
    if (editor?.document.version !== shownQuery?.version) return;
    if (mayMeanAnother(shownQuery, editor?.selection.active)) runSoon();
  }

  function follow(wanted: Uri): void {
    if (wanted.toString() !== uri?.toString()) [cursor, shownQuery] = [undefined, undefined];
    uri = wanted;
    run();
  }

  function receive(message: FromWebview): void {
    switch (message.type) {
      case 'ready':
        listening = true;
        if (uri === undefined && message.state.uri !== undefined) uri = Uri.parse(message.state.uri);
        for (const message of [last, underWay]) if (message !== undefined) void panel.webview.postMessage(message);
        if (last === undefined && underWay === undefined) run();
        return;
      case 'goTo':
        if (uri !== undefined) void goTo(uri, message.range);
        return;
      case 'open':
        void window.showTextDocument(Uri.parse(message.uri), { viewColumn: columnOf(uri), preview: true });
        return;
      case 'copy':
        void copy(message.text, message.rows);
        return;
      case 'cancel':
        ending?.abort();
        return;
    }
  }

  async function copy(text: string, rows: number): Promise<void> {
    await env.clipboard.writeText(text);
    post({ type: 'copied', text: `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'} copied.` });
  }

  const samples = createSampleWatch(runSoon);
  const subscriptions = [
    samples,
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && document.uri.toString() === uri?.toString()) runSoon();
    }),
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === editorOf(uri)) followCursor();
    }),
    workspace.onDidChangeConfiguration((change) => {
      const settings = ['sigmasmith.query', 'sigmasmith.kql.documentsTarget'];
      if (settings.some((section) => change.affectsConfiguration(section, uri))) runSoon();
    }),
    panel.webview.onDidReceiveMessage(receive),
  ];
  panel.onDidDispose(() => {
    listening = false;
    clearTimeout(timer);
    ending?.abort();
    for (const subscription of subscriptions) subscription.dispose();
    finished(undefined);
  });
  panel.webview.html = webviewPage(panel.webview, extension, { name: 'query', title: 'Query Result' });
  return {
    reveal: () => panel.reveal(undefined, true),
    follow,
    shown: () => sent,
    dispose: () => panel.dispose(),
  };
}

/** In milliseconds: a pause between words is longer, a keystroke that follows another is not. */
const delay = 250;

async function goTo(uri: Uri, { start, end }: LspRange): Promise<void> {
  const editor = await window.showTextDocument(uri, { viewColumn: columnOf(uri) });
  const range = new Range(start.line, start.character, end.line, end.character);
  editor.selection = new Selection(range.start, range.end);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Where the query is shown. */
function columnOf(uri: Uri | undefined): ViewColumn {
  return editorOf(uri)?.viewColumn ?? ViewColumn.One;
}

function cursorIn(uri: Uri): Position | undefined {
  return editorOf(uri)?.selection.active;
}

/** The active one, if the document is shown in several. */
function editorOf(uri: Uri | undefined): TextEditor | undefined {
  const editors = [window.activeTextEditor, ...window.visibleTextEditors];
  return editors.find((editor) => editor?.document.uri.toString() === uri?.toString());
}
