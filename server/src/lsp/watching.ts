import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type DidChangeWatchedFilesParams,
  FileChangeType,
  WatchKind,
} from 'vscode-languageserver';
import { configName } from '../workspace/config.ts';
import type { Configs } from '../workspace/configs.ts';
import { exportPattern, isExportFile } from './exportFiles.ts';
import { pathOfUri } from './uris.ts';
import type { ScanProgress, Workspace } from './workspace.ts';

/** Asks the client to tell of changed YAML files, and of everything that is deleted: a folder takes its files with it. */
export function registerWatchers(connection: Connection): void {
  void connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [
      { globPattern: '**/*.{yml,yaml}' },
      { globPattern: exportPattern },
      { globPattern: '**/*', kind: WatchKind.Delete },
    ],
  });
}

/** Brings the index and the configuration up to date. `changed`: every open document may be checked in another way. */
export async function filesChanged(
  { changes }: DidChangeWatchedFilesParams,
  workspace: Workspace,
  configs: Configs,
  changed: () => void,
): Promise<void> {
  let isConfigured = false;
  for (const { uri, type } of changes) {
    const path = pathOfUri(uri);
    if (path === undefined || isExportFile(path)) continue;
    if (path.endsWith(`/${configName}`)) isConfigured = true;
    else if (type === FileChangeType.Deleted) workspace.remove(path);
    else await workspace.reload(path);
  }
  if (!isConfigured) return;
  configs.forget();
  changed();
}

/** Shows how far an index is where that takes long enough to be noticed and the client can show it. */
export function scanProgress(connection: Connection, isShown: boolean): ScanProgress {
  if (!isShown) return { report: () => undefined, end: () => undefined };
  let shown: Promise<Awaited<ReturnType<typeof connection.window.createWorkDoneProgress>>> | undefined;
  const began = performance.now();
  return {
    report(done, total) {
      if (shown === undefined && performance.now() - began < unnoticed) return;
      if (shown === undefined) {
        shown = connection.window.createWorkDoneProgress();
        void shown.then((progress) => progress.begin('Indexing Sigma rules', 0)).catch(() => undefined);
      }
      const percentage = Math.round((done / Math.max(1, total)) * 100);
      void shown.then((progress) => progress.report(percentage, `${done} of ${total} files`)).catch(() => undefined);
    },
    end() {
      void shown?.then((progress) => progress.done()).catch(() => undefined);
    },
  };
}

/** In milliseconds. */
const unnoticed = 300;
