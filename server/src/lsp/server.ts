import {
  CodeActionKind,
  type CodeLens,
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeResult,
  MarkupKind,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type ClientAbilities, clientAbilities } from './client.ts';
import { quickFixes } from './codeActions.ts';
import { resolveCompletionItem, toCompletionItems } from './completionItems.ts';
import { createSigmaDocuments } from './documents.ts';
import { complete } from './features/completion.ts';
import { definitions } from './features/definition.ts';
import { hover } from './features/hover.ts';
import { lenses } from './features/lenses.ts';
import { outline } from './features/symbols.ts';
import { createGuard } from './guard.ts';
import { toDocumentSymbols } from './outlineSymbols.ts';
import { toLspRange } from './positions.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { registerRequests } from './requests.ts';
import { createRunStore } from './runStore.ts';
import { createSettingsStore, type SettingsStore } from './settingsStore.ts';
import { pathOfUri } from './uris.ts';

/** Wires a connection to the features; every handler goes through the guard. */
export function startServer(connection: Connection): void {
  const texts = new TextDocuments(TextDocument);
  const documents = createSigmaDocuments(
    (uri) => texts.get(uri),
    (uri) => settings.of(uri).severity,
  );
  const log = (message: string): void => connection.console.error(message);
  const guard = createGuard(documents, log);
  const runs = createRunStore();
  let client: ClientAbilities = clientAbilities({});
  let settings: SettingsStore;
  let publisher: Publisher;

  connection.onInitialize((params) => {
    client = clientAbilities(params);
    const ask = client.configuration
      ? (scopeUri: string) => connection.workspace.getConfiguration({ scopeUri, section: 'sigmasmith' })
      : undefined;
    settings = createSettingsStore(client.initialSettings, ask, (uri) => publisher.update(uri));
    publisher = createPublisher(connection, documents, settings, runs, log);
    return initializeResult;
  });
  connection.onInitialized(() => {
    if (client.registersConfiguration)
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'sigmasmith' });
  });
  connection.onDidChangeConfiguration(({ settings: pushed }) => settings.reset(pushed?.sigmasmith));

  texts.onDidChangeContent(({ document }) => publisher.update(document.uri));
  texts.onDidClose(({ document: { uri } }) => {
    documents.forget(uri);
    runs.forget(uri);
    settings.forget(uri);
    publisher.close(uri);
  });

  connection.onCompletion(
    guard.document('completion', (document, { position }) =>
      toCompletionItems(complete(document, document.lines.offsetAt(position)), document.lines, client),
    ),
  );
  connection.onCompletionResolve(resolveCompletionItem);
  connection.onHover(
    guard.document('hover', (document, { position }) => {
      const found = hover(document, document.lines.offsetAt(position), runs.problemsOf(document));
      if (!found) return null;
      const { range, markdown } = found;
      return { range: toLspRange(document.lines, range), contents: { kind: MarkupKind.Markdown, value: markdown } };
    }),
  );
  connection.onDocumentSymbol(
    guard.document('documentSymbol', (document) => toDocumentSymbols(outline(document), document.lines)),
  );
  connection.onCodeLens(
    guard.document('codeLens', (document) =>
      lenses(document, runs.rulesOf(document.uri)).map(({ range, title, index }): CodeLens => {
        const command = { title, command: 'sigmasmith.runRule', arguments: [document.uri, index] };
        return { range: toLspRange(document.lines, range), command };
      }),
    ),
  );
  connection.onCodeAction(
    guard.document('codeAction', (document, { range, context }) =>
      quickFixes(document, range, context, client.versionedEdits),
    ),
  );
  connection.onDefinition(
    guard.document('definition', (document, { position }) =>
      definitions(document, document.lines.offsetAt(position)).map((range) => {
        return { uri: document.uri, range: toLspRange(document.lines, range) };
      }),
    ),
  );
  registerRequests({
    connection,
    guard,
    documents,
    runs,
    settings: (uri) => settings.of(uri),
    folders: async () =>
      (client.folders ? ((await connection.workspace.getWorkspaceFolders()) ?? []) : []).flatMap(
        ({ uri }) => pathOfUri(uri) ?? [],
      ),
    openText: (path) => texts.all().find(({ uri }) => pathOfUri(uri) === path),
    runsChanged: (uri) => {
      publisher.update(uri);
      if (client.refreshesLenses) void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    },
  });

  texts.listen(connection);
  connection.listen();
}

const initializeResult: InitializeResult = {
  serverInfo: { name: 'sigmasmith' },
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    completionProvider: { resolveProvider: true, triggerCharacters: ['|', ':', ' ', '.', '-', "'", '"'] },
    hoverProvider: true,
    documentSymbolProvider: true,
    codeLensProvider: {},
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    definitionProvider: true,
  },
};
