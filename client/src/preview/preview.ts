import {
  commands,
  type Disposable,
  type ExtensionContext,
  Range,
  Selection,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import type { LspRange, PreviewParams, TargetName } from '../../../server/src/lsp/protocol.ts';
import type { SigmaDocumentTracker } from '../sigmaDocuments.ts';
import { webviewResources } from '../webviewPage.ts';
import { defaultTarget } from './defaultTarget.ts';
import type { ToWebview } from './messages.ts';
import { openPreviewPanel, type PreviewPanel } from './panel.ts';
import { createQueryCommands } from './queryCommands.ts';

/** What the preview shows, for tests. */
export interface PreviewApi extends Disposable {
  /** The last message of each type that the open preview was sent; empty while there is none. */
  shown(): Partial<Record<ToWebview['type'], ToWebview>>;
}

const viewType = 'sigmasmith.preview';

/**
 * The commands that open the preview and that do something with its query, and its return after a reload of the window.
 * There is one preview at a time.
 */
export function registerPreview(
  context: ExtensionContext,
  client: BaseLanguageClient,
  documents: SigmaDocumentTracker,
): PreviewApi {
  let current: PreviewPanel | undefined;
  const queries = createQueryCommands(client);

  function take(panel: WebviewPanel, target?: TargetName): void {
    current?.dispose();
    const preview = openPreviewPanel(panel, context.extensionUri, client, documents, queries, target);
    current = preview;
    panel.onDidDispose(() => {
      if (current === preview) current = undefined;
    });
  }

  function openAt(uri: string, target: TargetName, rule: LspRange): void {
    moveCursorInto(uri, rule);
    open(target);
  }

  function open(target?: TargetName): void {
    if (current !== undefined) {
      current.reveal();
      if (target !== undefined) current.choose(target);
      return;
    }
    take(
      window.createWebviewPanel(
        viewType,
        'KQL Preview',
        { viewColumn: ViewColumn.Beside, preserveFocus: true },
        { ...webviewOptions, enableFindWidget: true },
      ),
      target,
    );
  }

  /** The query that the preview shows, or without a preview the one of the rule at the cursor. */
  async function withQuery(act: (query: PreviewParams) => Promise<unknown>): Promise<void> {
    const document = documents.current();
    const query = current?.chosen();
    if (query !== undefined) await act(query);
    else if (document !== undefined && documents.has(document.uri)) {
      const editor = window.visibleTextEditors.find((visible) => visible.document === document);
      await act({
        uri: document.uri.toString(),
        target: defaultTarget(document.uri),
        ...(editor && { position: editor.selection.active }),
      });
    } else void window.showInformationMessage('Sigmasmith makes queries of Sigma rules. Open one first.');
  }

  async function copyAndTell(query: PreviewParams): Promise<void> {
    if (await queries.copy(query)) window.setStatusBarMessage('$(check) The query has been copied.', shownFor);
  }

  const webviewOptions = { enableScripts: true, localResourceRoots: [webviewResources(context.extensionUri)] };
  const subscriptions = [
    commands.registerCommand('sigmasmith.openPreview', () => open()),
    commands.registerCommand('sigmasmith.openPreviewAt', openAt),
    commands.registerCommand('sigmasmith.copyQuery', () => withQuery(copyAndTell)),
    commands.registerCommand('sigmasmith.exportQuery', () => withQuery(queries.export)),
    commands.registerCommand('sigmasmith.openInPortal', () => withQuery(queries.openInPortal)),
    window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel) => {
        panel.webview.options = webviewOptions;
        take(panel);
      },
    }),
  ];
  return {
    shown: () => current?.shown() ?? {},
    dispose: () => {
      current?.dispose();
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

/** In milliseconds. */
const shownFor = 3000;

/** A file may hold several rules: the preview is of the one that the cursor is in. */
function moveCursorInto(uri: string, { start, end }: LspRange): void {
  const rule = new Range(start.line, start.character, end.line, end.character);
  const editor = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
  if (editor !== undefined && !rule.contains(editor.selection.active))
    editor.selection = new Selection(rule.start, rule.start);
}
