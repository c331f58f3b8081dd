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
import { nodeFiles } from '../host/nodeFiles.ts';
import { createConfigs } from '../workspace/configs.ts';
import { createChecking } from './checking.ts';
import { type ClientAbilities, clientAbilities } from './client.ts';
import { codeActions, fixAllKind } from './codeActions.ts';
import { resolveCompletionItem, toCompletionItems } from './completionItems.ts';
import { createConfigDocuments, isConfigUri } from './configDocuments.ts';
import { createSigmaDocuments, type SigmaDocuments } from './documents.ts';
import { completeConfig } from './features/completeConfig.ts';
import { complete } from './features/completion.ts';
import { definitions } from './features/definition.ts';
import { hover } from './features/hover.ts';
import { lenses } from './features/lenses.ts';
import { outline } from './features/symbols.ts';
import { createGuard } from './guard.ts';
import { withOpenDocuments } from './openFiles.ts';
import { toDocumentSymbols } from './outlineSymbols.ts';
import { toLspRange } from './positions.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { registerRequests } from './requests.ts';
import { createRunStore } from './runStore.ts';
import { createSettingsStore, type SettingsStore } from './settingsStore.ts';
import { pathOfUri } from './uris.ts';
import { filesChanged, registerWatchers, scanProgress } from './watching.ts';
import { createWorkspace } from './workspace.ts';

/** Wires a connection to the features; every handler goes through the guard. */
export function startServer(connection: Connection): void {
  const texts = new TextDocuments(TextDocument);
  const log = (message: string): void => connection.console.error(message);
  const openText = (path: string) => texts.all().find(({ uri }) => pathOfUri(uri) === path);
  const updateAll = (): void => {
    for (const { uri } of texts.all()) publisher.update(uri);
  };
  const files = withOpenDocuments(nodeFiles(), openText);
  const configs = createConfigs(async (path) => {
    const content = await files.read(path);
    return content.kind === 'text' ? content.text : undefined;
  });
  const workspace = createWorkspace({
    files,
    log,
    progress: () => scanProgress(connection, client.showsProgress),
    changed: (paths) => {
      for (const { uri } of texts.all()) if (!paths || paths.has(pathOfUri(uri) ?? '')) publisher.update(uri);
    },
  });
  const checking = createChecking(
    (uri) => settings.of(uri),
    configs,
    workspace,
    (uri) => publisher.update(uri),
  );
  const documents = createSigmaDocuments((uri) => texts.get(uri), checking.optionsOf);
  const configDocuments = createConfigDocuments((uri) => texts.get(uri));
  const checkedDocuments: SigmaDocuments = {
    get: (uri) => configDocuments.get(uri) ?? documents.get(uri),
    forget: documents.forget,
  };
  const guard = createGuard(documents, log);
  const checkedGuard = createGuard(checkedDocuments, log);
  const runs = createRunStore();
  let client: ClientAbilities = clientAbilities({});
  let settings: SettingsStore;
  let publisher: Publisher;
  let indexed: Promise<void> = Promise.resolve();

  connection.onInitialize((params) => {
    client = clientAbilities(params);
    const ask = client.configuration
      ? (scopeUri?: string) =>
          connection.workspace.getConfiguration({ ...(scopeUri !== undefined && { scopeUri }), section: 'sigmasmith' })
      : undefined;
    settings = createSettingsStore(client.initialSettings, ask, (uri) => publisher.update(uri));
    publisher = createPublisher(connection, checkedDocuments, runs, log);
    return initializeResult;
  });
  connection.onInitialized(() => {
    if (client.registersConfiguration)
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'sigmasmith' });
    if (client.registersWatchers) registerWatchers(connection);
    if (client.folders) {
      connection.workspace.onDidChangeWorkspaceFolders(() => {
        indexed = scan();
      });
      indexed = scan();
    }
  });
  const folders = async (): Promise<string[]> =>
    (client.folders ? ((await connection.workspace.getWorkspaceFolders()) ?? []) : []).flatMap(
      ({ uri }) => pathOfUri(uri) ?? [],
    );
  const scan = async (): Promise<void> => {
    const roots = await folders().catch(() => []);
    if (roots.length > 0) await workspace.scan(roots, (await settings.ofWorkspace()).workspace.maxFiles);
  };
  connection.onDidChangeWatchedFiles((params) => void filesChanged(params, workspace, configs, updateAll));
  connection.onDidChangeConfiguration(({ settings: pushed }) => settings.reset(pushed?.sigmasmith));

  texts.onDidChangeContent(({ document: { uri } }) => {
    publisher.update(uri);
    if (!isConfigUri(uri)) return;
    configs.forget();
    updateAll();
  });
  texts.onDidClose(({ document: { uri } }) => {
    documents.forget(uri);
    runs.forget(uri);
    settings.forget(uri);
    checking.forget(uri);
    publisher.close(uri);
    const path = pathOfUri(uri);
    if (path !== undefined) void workspace.reload(path);
    if (isConfigUri(uri)) configs.forget();
  });

  connection.onCompletion(
    checkedGuard.document('completion', (document, { position }) => {
      const offset = document.lines.offsetAt(position);
      const proposals = isConfigUri(document.uri) ? completeConfig(document, offset) : complete(document, offset);
      return toCompletionItems(proposals, document.lines, client);
    }),
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
    checkedGuard.document('codeAction', (document, { range, context }) =>
      codeActions(document, range, context, client.versionedEdits),
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
    settings: (uri) => settings.settled(uri),
    folders,
    filtersAround: async (uri) => {
      await indexed;
      return workspace.filtersAround(uri);
    },
    referredRules: async (document) => {
      await indexed;
      return workspace.referredRules(document);
    },
    openText,
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
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
    definitionProvider: true,
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },
};
