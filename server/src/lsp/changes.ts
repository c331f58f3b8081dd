import type { Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Configs } from '../workspace/configs.ts';
import { isConfigUri } from './configDocuments.ts';
import { type ExportFiles, isExportFile } from './exportFiles.ts';
import type { KqlFeatures } from './kqlFeatures.ts';
import type { PipelinesInUse } from './pipelinesInUse.ts';
import { methods } from './protocol.ts';
import { pathOfUri } from './uris.ts';
import { filesChanged } from './watching.ts';
import type { Workspace } from './workspace.ts';

/** What a change of a document or a file can touch. */
export interface ChangeContext {
  readonly connection: Connection;
  readonly texts: TextDocuments<TextDocument>;
  readonly kql: KqlFeatures;
  readonly exports: ExportFiles;
  readonly workspace: Workspace;
  readonly configs: Configs;
  readonly pipelines: PipelinesInUse;
  /** Checks one open document again, or all of them. */
  readonly update: (uri: string) => void;
  readonly updateAll: () => void;
  readonly refreshLenses: () => void;
  /** Drops what is known of a document that is closed. */
  readonly forget: (uri: string) => void;
}

/** Brings up to date what depends on a document or a file that changes, wherever that is. */
export function registerChanges(context: ChangeContext): void {
  const { connection, texts, kql, exports, workspace, configs, pipelines, update, updateAll } = context;
  const pipelineChanged = (uri: string): void => {
    void connection.sendNotification(methods.surroundingsChanged, { uri });
    updateAll();
    context.refreshLenses();
  };
  connection.onDidChangeWatchedFiles((params) => {
    if (params.changes.some(({ uri }) => isExportFile(uri))) {
      exports.forget();
      for (const { uri } of texts.all()) if (kql.has(uri)) kql.update(uri);
    }
    void filesChanged(params, workspace, configs, updateAll);
    const changed = params.changes.find(({ uri }) => pipelines.isApplied(uri));
    if (changed) pipelineChanged(changed.uri);
  });
  texts.onDidChangeContent(({ document: { uri } }) => {
    update(uri);
    if (pipelines.isApplied(uri)) pipelineChanged(uri);
    if (!isConfigUri(uri)) return;
    configs.forget();
    updateAll();
  });
  texts.onDidClose(({ document: { uri } }) => {
    context.forget(uri);
    const path = pathOfUri(uri);
    if (path !== undefined) void workspace.reload(path);
    if (isConfigUri(uri)) configs.forget();
  });
}
