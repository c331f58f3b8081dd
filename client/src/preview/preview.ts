import { commands, type Disposable, type ExtensionContext, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import type { SigmaDocumentTracker } from '../sigmaDocuments.ts';
import { previewResources } from './html.ts';
import type { ToWebview } from './messages.ts';
import { openPreviewPanel, type PreviewPanel } from './panel.ts';

/** What the preview shows, for tests. */
export interface PreviewApi extends Disposable {
  /** The last message of each type that the open preview was sent; empty while there is none. */
  shown(): Partial<Record<ToWebview['type'], ToWebview>>;
}

const viewType = 'sigmasmith.preview';

/** The command that opens the preview, and its return after a reload of the window. There is one preview at a time. */
export function registerPreview(
  context: ExtensionContext,
  client: BaseLanguageClient,
  documents: SigmaDocumentTracker,
): PreviewApi {
  let current: PreviewPanel | undefined;

  function take(panel: WebviewPanel): void {
    current?.dispose();
    const preview = openPreviewPanel(panel, context.extensionUri, client, documents);
    current = preview;
    panel.onDidDispose(() => {
      if (current === preview) current = undefined;
    });
  }

  function open(): void {
    if (current !== undefined) {
      current.reveal();
      return;
    }
    take(
      window.createWebviewPanel(
        viewType,
        'KQL Preview',
        { viewColumn: ViewColumn.Beside, preserveFocus: true },
        { ...webviewOptions, enableFindWidget: true },
      ),
    );
  }

  const webviewOptions = { enableScripts: true, localResourceRoots: [previewResources(context.extensionUri)] };
  const subscriptions = [
    commands.registerCommand('sigmasmith.openPreview', open),
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
