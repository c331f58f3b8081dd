import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { nodeFiles } from '../host/nodeFiles.ts';
import { createValidator } from '../kql/validation/validator.ts';
import type { Problem } from '../problem.ts';
import { createConfigs } from '../workspace/configs.ts';
import { initializeResult } from './capabilities.ts';
import { registerChanges } from './changes.ts';
import { createChecking } from './checking.ts';
import { type ClientAbilities, clientAbilities } from './client.ts';
import { createConfigDocuments } from './configDocuments.ts';
import { createSigmaDocuments, type SigmaDocument, type SigmaDocuments } from './documents.ts';
import { createExportFiles } from './exportFiles.ts';
import { registerFeatures } from './features.ts';
import { createGuard } from './guard.ts';
import { registerKqlFeatures } from './kqlFeatures.ts';
import { isKql, registerKqlCapabilities } from './kqlRegistration.ts';
import { createSampleTables } from './kqlSampleTables.ts';
import { withOpenDocuments } from './openFiles.ts';
import { createPipelineDocuments } from './pipelineDocuments.ts';
import { createPipelinesInUse } from './pipelinesInUse.ts';
import { methods, type SurroundingsChanged } from './protocol.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { createQueryFindings } from './queryFindings.ts';
import { registerQueryRequests } from './queryRequests.ts';
import { rememberedValidation } from './rememberedValidation.ts';
import { registerRequests } from './requests.ts';
import { registerRunQuery } from './runQuery.ts';
import { createRunStore } from './runStore.ts';
import { createSettingsStore, type SettingsStore } from './settingsStore.ts';
import { createSurroundings } from './surroundings.ts';
import { pathOfUri, uriOfPath } from './uris.ts';
import { registerWatchers, scanProgress } from './watching.ts';
import { createWorkspace } from './workspace.ts';
import { createWorkspaceFolders } from './workspaceFolders.ts';

/** Wires a connection to the features; every handler goes through the guard. */
export function startServer(connection: Connection): void {
  const texts = new TextDocuments(TextDocument);
  const log = (message: string): void => connection.console.error(message);
  const openText = (path: string) => texts.all().find(({ uri }) => pathOfUri(uri) === path);
  const updateAll = (): void => {
    for (const { uri } of texts.all()) update(uri);
  };
  const update = (uri: string): void => {
    if (kql.has(uri)) {
      kql.update(uri);
      return;
    }
    publisher.update(uri);
    queryFindings.update(uri);
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
      for (const { uri } of texts.all()) if (!paths || paths.has(pathOfUri(uri) ?? '')) update(uri);
      refreshLenses();
    },
    surroundingsChanged: (path) => {
      const change: SurroundingsChanged = path === undefined ? {} : { uri: uriOfPath(path) };
      void connection.sendNotification(methods.surroundingsChanged, change);
      for (const { uri } of texts.all()) queryFindings.update(uri);
      refreshLenses();
    },
  });
  const checking = createChecking(
    (uri) => settings.of(uri),
    configs,
    workspace,
    (uri) => publisher.update(uri),
  );
  const openYaml = (uri: string) => {
    const open = texts.get(uri);
    return open && !isKql(open) ? open : undefined;
  };
  const documents = createSigmaDocuments(openYaml, checking.optionsOf);
  const configDocuments = createConfigDocuments((uri) => texts.get(uri));
  const folders = createWorkspaceFolders(connection, () => client.folders);
  const pipelines = createPipelinesInUse(
    files,
    folders,
    (uri) => settings.of(uri),
    () => texts.all().map(({ uri }) => uri),
  );
  const pipelineDocuments = createPipelineDocuments(openYaml, pipelines.isPipeline);
  const checkedDocuments: SigmaDocuments = {
    get: (uri) => configDocuments.get(uri) ?? pipelineDocuments.get(uri) ?? documents.get(uri),
    forget: documents.forget,
  };
  const guard = createGuard(documents, log);
  const checkedGuard = createGuard(checkedDocuments, log);
  const runs = createRunStore();
  const validator = createValidator();
  const validate = rememberedValidation(validator.validate);
  const exports = createExportFiles(nodeFiles());
  const sampleTables = createSampleTables(nodeFiles(largestSample), exports);
  const kql = registerKqlFeatures({
    connection,
    guard,
    open: (uri) => {
      const open = texts.get(uri);
      return open && isKql(open) ? open : undefined;
    },
    settings: async (uri) => (await settings.settled(uri)).kqlFiles,
    sampleTables: async (uri, text, signal) => {
      const { query } = await settings.settled(uri);
      const path = pathOfUri(uri);
      return sampleTables({ path, text, globs: query.tables, root: folders.rootOf(path), signal });
    },
    ask: validator.ask,
    client: () => client,
    log,
  });
  const surroundings = createSurroundings({
    settings: (uri) => settings.settled(uri),
    indexed: () => indexed,
    workspace,
    pipelinesFor: pipelines.of,
  });
  const queryFindings = createQueryFindings({
    documents,
    settings: (uri) => settings.settled(uri),
    surroundings,
    validate,
    changed: (uri) => publisher.update(uri),
    log,
  });
  const foundOtherwise = (document: SigmaDocument): readonly Problem[] => [
    ...runs.problemsOf(document),
    ...queryFindings.of(document),
  ];
  const refreshLenses = (): void => {
    if (client.refreshesLenses) void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  };
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
    settings = createSettingsStore(client.initialSettings, ask, (uri) => {
      update(uri);
      refreshLenses();
    });
    publisher = createPublisher(connection, checkedDocuments, foundOtherwise, log);
    return initializeResult(client.registersFeatures);
  });
  connection.onInitialized(() => {
    if (client.registersConfiguration)
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'sigmasmith' });
    if (client.registersFeatures) void registerForKql();
    if (client.registersWatchers) registerWatchers(connection);
    if (client.folders) {
      connection.workspace.onDidChangeWorkspaceFolders(() => {
        indexed = scan();
      });
      indexed = scan();
    }
  });
  const registerForKql = async (): Promise<void> => {
    const { languageFeatures } = (await settings.ofWorkspace()).kqlFiles;
    if (languageFeatures === 'on' || (languageFeatures === 'auto' && !client.kqlElsewhere))
      registerKqlCapabilities(connection);
  };
  const scan = async (): Promise<void> => {
    const roots = await folders.renew();
    if (roots.length > 0) await workspace.scan(roots, (await settings.ofWorkspace()).workspace.maxFiles);
  };
  connection.onDidChangeConfiguration(({ settings: pushed }) => settings.reset(pushed?.sigmasmith));

  registerChanges({
    connection,
    texts,
    kql,
    exports,
    workspace,
    configs,
    pipelines,
    update,
    updateAll,
    refreshLenses,
    forget: (uri) => {
      for (const each of [kql, documents, pipelineDocuments, runs, queryFindings, settings, checking]) each.forget(uri);
      publisher.close(uri);
    },
  });
  registerFeatures({
    connection,
    kql,
    guard,
    checkedGuard,
    documents,
    settings: (uri) => settings.settled(uri),
    surroundings,
    rulesRun: runs.rulesOf,
    foundOtherwise,
    client: () => client,
  });
  const ruleRuns = registerRequests({
    connection,
    guard,
    documents,
    runs,
    settings: (uri) => settings.settled(uri),
    folders: folders.current,
    indexed: () => indexed,
    filtersAround: workspace.filtersAround,
    referredRules: workspace.referredRules,
    pipelines: pipelines.of,
    openText,
    runsChanged: (uri) => {
      publisher.update(uri);
      refreshLenses();
    },
  });
  registerQueryRequests({
    connection,
    guard,
    documents,
    settings: (uri) => settings.settled(uri),
    surroundings,
    validate,
    findings: queryFindings,
  });
  const queryRuns = registerRunQuery({
    connection,
    guard,
    settings: (uri) => settings.settled(uri),
    folders: folders.current,
    exports,
  });
  connection.onShutdown(async () => {
    queryFindings.stop();
    kql.stop();
    await Promise.all([validator.dispose(), queryRuns.dispose(), ruleRuns.dispose()]);
  });

  texts.listen(connection);
  connection.listen();
}

/** In bytes: a larger file of sample rows tells of no table, since every change of a query asks. */
const largestSample = 8 * 2 ** 20;
