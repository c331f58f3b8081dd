import type { Files } from '../fixtures/files.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { createPipelineFiles, isListed } from './pipelineFiles.ts';
import type { Settings } from './settings.ts';
import { pathOfUri } from './uris.ts';
import type { WorkspaceFolders } from './workspaceFolders.ts';

/** Which files the documents' settings name as pipelines. */
export interface PipelinesInUse {
  /** Those for a document, in the setting's order. */
  of(uri: string, patterns: readonly string[]): Promise<readonly Pipeline[]>;
  /** Whether a document's own setting names it as a pipeline. */
  isPipeline(uri: string): boolean;
  /** Whether the queries of an open document depend on this file as a pipeline. */
  isApplied(uri: string): boolean;
}

export function createPipelinesInUse(
  files: Files,
  folders: WorkspaceFolders,
  settings: (uri: string) => Settings,
  openUris: () => readonly string[],
): PipelinesInUse {
  const pipelineFiles = createPipelineFiles(files);
  return {
    of: async (uri, patterns) =>
      patterns.length === 0 ? [] : pipelineFiles.of(pathOfUri(uri) ?? '', patterns, await folders.current()),
    isPipeline: (uri) => isListed(pathOfUri(uri) ?? '', settings(uri).pipelines, folders.roots),
    isApplied(uri) {
      const path = pathOfUri(uri);
      return path !== undefined && openUris().some((open) => isListed(path, settings(open).pipelines, folders.roots));
    },
  };
}
