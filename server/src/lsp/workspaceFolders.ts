import type { Connection } from 'vscode-languageserver';
import { relativeTo } from '../fixtures/paths.ts';
import { pathOfUri } from './uris.ts';

/** The folders that the client has open, by their paths. */
export interface WorkspaceFolders {
  /** As the client has them now; none where it knows no folders. */
  current(): Promise<string[]>;
  /** As they were when the workspace was last read, for those who cannot wait. */
  readonly roots: readonly string[];
  /** The root that holds a path, or the first one for a document without path. */
  rootOf(path: string | undefined): string | undefined;
  /** Takes the folders as they are now for the roots. */
  renew(): Promise<readonly string[]>;
}

export function createWorkspaceFolders(connection: Connection, hasFolders: () => boolean): WorkspaceFolders {
  let roots: readonly string[] = [];
  const current = async (): Promise<string[]> => {
    const folders = hasFolders() ? await connection.workspace.getWorkspaceFolders() : undefined;
    return (folders ?? []).flatMap(({ uri }) => pathOfUri(uri) ?? []);
  };
  return {
    current,
    get roots() {
      return roots;
    },
    rootOf: (path) => (path === undefined ? roots[0] : roots.find((root) => relativeTo(root, path) !== undefined)),
    async renew() {
      roots = await current().catch(() => []);
      return roots;
    },
  };
}
