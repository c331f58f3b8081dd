import { type Disposable, RelativePattern, Uri, workspace } from 'vscode';

/** Tells when a file changes that holds rows of a query, or that would from now on. */
export interface SampleWatch extends Disposable {
  /** `files` are the URIs of those that were read. */
  watch(query: Uri, files: readonly string[]): void;
}

export function createSampleWatch(changed: () => void): SampleWatch {
  let watched = '';
  let read: ReadonlySet<string> = new Set();
  let subscriptions: Disposable[] = [];

  function stop(): void {
    for (const subscription of subscriptions) subscription.dispose();
    subscriptions = [];
  }

  return {
    watch: (query, files) => {
      read = new Set(files);
      if (query.toString() === watched) return;
      watched = query.toString();
      stop();
      if (query.scheme === 'untitled') return;
      const stem = query.path.replace(/\.[^./]*$/, '');
      const watcher = workspace.createFileSystemWatcher(
        new RelativePattern(Uri.joinPath(query, '..'), '{*,*/*}.{json,jsonl,ndjson,csv}'),
      );
      const touched = ({ path }: Uri) => {
        if (path.startsWith(`${stem}.`) || path.startsWith(`${stem}/`)) changed();
      };
      subscriptions = [
        watcher,
        watcher.onDidCreate(touched),
        watcher.onDidChange(touched),
        watcher.onDidDelete(touched),
        // What a setting names lies anywhere; a watcher may be slow besides.
        workspace.onDidSaveTextDocument(({ uri }) => {
          if (read.has(uri.toString())) changed();
        }),
      ];
    },
    dispose: stop,
  };
}
