import type { Files } from '../fixtures/files.ts';
import { filesMatching, matchesGlob } from '../fixtures/glob.ts';
import { join, nameOf, relativeTo } from '../fixtures/paths.ts';
import { parsePipeline } from '../pipelines/parse.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';

/** The pipelines that the setting `sigmasmith.pipelines` names. */
export interface PipelineFiles {
  /** Those for a document, in the setting's order; the same objects as long as the files do not change. */
  of(path: string, patterns: readonly string[], roots: readonly string[]): Promise<readonly Pipeline[]>;
}

export function createPipelineFiles(files: Files): PipelineFiles {
  const known = new Map<string, { readonly text: string; readonly pipeline: Pipeline }>();

  const read = async (path: string): Promise<Pipeline> => {
    const content = await files.read(path);
    if (content.kind !== 'text') {
      known.delete(path);
      return unreadable(path, content.kind === 'missing' ? 'there is no such file' : 'it cannot be read');
    }
    const before = known.get(path);
    if (before?.text === content.text) return before.pipeline;
    const pipeline = parsePipeline(content.text, nameOf(path));
    known.set(path, { text: content.text, pipeline });
    return pipeline;
  };

  return {
    async of(path, patterns, roots) {
      const root = rootOf(path, roots);
      const paths: string[] = [];
      for (const pattern of patterns) {
        if (!/[*?{]/.test(pattern)) paths.push(join(root, pattern));
        else paths.push(...(await filesMatching(pattern, root, files, undefined)));
      }
      return Promise.all([...new Set(paths)].map(read));
    },
  };
}

/** Whether the setting names a file. */
export function isListed(path: string, patterns: readonly string[], roots: readonly string[]): boolean {
  if (patterns.length === 0) return false;
  const root = rootOf(path, roots);
  const relative = relativeTo(root, path);
  return patterns.some((pattern) =>
    /[*?{]/.test(pattern) ? relative !== undefined && matchesGlob(pattern, relative) : join(root, pattern) === path,
  );
}

/** The innermost of the workspace's folders that the file is in, or else its own folder. */
function rootOf(path: string, roots: readonly string[]): string {
  const around = roots.filter((root) => relativeTo(root, path) !== undefined);
  return around.reduce((inner, each) => (each.length > inner.length ? each : inner), around[0] ?? join(path, '..'));
}

function unreadable(path: string, why: string): Pipeline {
  const message = `${path}: ${why}.`;
  return {
    name: nameOf(path),
    priority: 0,
    variables: new Map(),
    transformations: [],
    postprocessing: [],
    finalizers: [],
    problems: [{ code: 'broken-pipeline', severity: 'error', message, range: { start: 0, end: 0 } }],
  };
}
