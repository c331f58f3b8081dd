import {
  commands,
  type Disposable,
  type ExtensionContext,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import type { RunQueryResult } from '../../../server/src/lsp/protocol.ts';
import { webviewResources } from '../webviewPage.ts';
import { kqlDocument } from './kqlDocuments.ts';
import type { ToWebview } from './messages.ts';
import { openQueryPanel, type QueryPanel } from './panel.ts';
import { createQueryProblems } from './queryProblems.ts';
import { createStepDecorations } from './stepDecorations.ts';
import type { StepNote } from './stepNotes.ts';
import { showTablesStatus } from './tablesStatus.ts';

/** What the last query left on the screen, for tests. */
export interface QueryApi extends Disposable {
  /** The last message of each type that the open panel was sent; empty while there is none. */
  shown(): Partial<Record<ToWebview['type'], ToWebview>>;
  /** The row counts inside the query. */
  notes(uri: Uri): readonly StepNote[];
}

const viewType = 'sigmasmith.query';

/** The commands that run KQL on sample rows, and the panel with the result. There is one at a time. */
export function registerQuery(context: ExtensionContext, client: BaseLanguageClient): QueryApi {
  let current: QueryPanel | undefined;
  /** The user has cleared the row counts: they come back with the next command, not with the next change. */
  let isCleared = false;
  const steps = createStepDecorations();
  const problems = createQueryProblems();

  function show(result: RunQueryResult | undefined): void {
    const counted = isCleared ? undefined : result;
    steps.show(counted);
    problems.show(result);
    void commands.executeCommand('setContext', 'sigmasmith.hasRowCounts', counted !== undefined);
  }

  function take(panel: WebviewPanel): QueryPanel {
    current?.dispose();
    const opened = openQueryPanel(panel, context.extensionUri, client, show);
    current = opened;
    panel.onDidDispose(() => {
      if (current === opened) current = undefined;
    });
    return opened;
  }

  async function run(given: unknown): Promise<void> {
    const document = await kqlDocument(given);
    if (document === undefined) {
      void window.showInformationMessage('Sigmasmith runs KQL queries. Open one first.');
      return;
    }
    isCleared = false;
    current?.reveal();
    const panel = current ?? take(window.createWebviewPanel(viewType, 'Query Result', beside, webviewOptions));
    panel.follow(document.uri);
  }

  const beside = { viewColumn: ViewColumn.Beside, preserveFocus: true };
  const webviewOptions = { enableScripts: true, localResourceRoots: [webviewResources(context.extensionUri)] };
  const subscriptions = [
    showTablesStatus(),
    steps,
    problems,
    commands.registerCommand('sigmasmith.runQuery', run),
    commands.registerCommand('sigmasmith.clearRowCounts', () => {
      isCleared = true;
      show(undefined);
    }),
    window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel) => {
        panel.webview.options = webviewOptions;
        take(panel);
      },
    }),
  ];
  return {
    shown: () => current?.shown() ?? {},
    notes: (uri) => steps.shown(uri),
    dispose: () => {
      current?.dispose();
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}
