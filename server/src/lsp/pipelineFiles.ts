import type { Files } from '../fixtures/files.ts';
import { filesMatching, matchesGlob } from '../fixtures/glob.ts';
import { join, nameOf, relativeTo } from '../fixtures/paths.ts';
import { filesNamedBy, type OutsideFile, withFiles } from '../pipelines/outsideFiles.ts';
import { parsePipeline } from '../pipelines/parse.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';

/** The pipelines that the setting `sigmasmith.pipelines` names. */
export interface PipelineFiles {
  /** Those for a document, in the setting's order; the same objects as long as the files do not change. */
  of(path: string, patterns: readonly string[], roots: readonly string[]): Promise<readonly Pipeline[]>;
}

export function createPipelineFiles(files: Files): PipelineFiles {
  const known = new Map<string, Known>();

  const read = async (path: string, roots: readonly string[]): Promise<Pipeline> => {
    const content = await files.read(path);
    if (content.kind !== 'text') {
      known.delete(path);
      return unreadable(path, roots, content.kind === 'missing' ? 'there is no such file' : 'it cannot be read');
    }
    const before = known.get(path);
    const parsed = before?.text === content.text ? before.parsed : parsePipeline(content.text, nameOf(path));
    const named = filesNamedBy(parsed);
    const values = await Promise.all(named.map((name) => valuesIn(join(join(path, '..'), name), path, roots, files)));
    if (before?.parsed === parsed && isSame(before.values, values)) return before.pipeline;
    const pipeline =
      named.length === 0 ? parsed : withFiles(parsed, new Map(named.flatMap((name, at) => pairOf(name, values[at]))));
    known.set(path, { text: content.text, parsed, values, pipeline });
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
      return Promise.all([...new Set(paths)].map((each) => read(each, roots)));
    },
  };
}

interface Known {
  readonly text: string;
  readonly parsed: Pipeline;
  readonly values: readonly OutsideFile[];
  readonly pipeline: Pipeline;
}

/** A pipeline may come from a stranger's repository: it reads what lies in the workspace or beside itself, and nothing else. */
async function valuesIn(path: string, pipeline: string, roots: readonly string[], files: Files): Promise<OutsideFile> {
  const isInside = [...roots, join(pipeline, '..')].some((root) => relativeTo(root, path) !== undefined);
  if (!isInside)
    return { kind: 'refused', why: 'is outside of the workspace, where the editor reads nothing for a pipeline' };
  const content = await files.read(path);
  if (content.kind === 'text') return content;
  return { kind: 'refused', why: content.kind === 'missing' ? 'does not exist' : 'cannot be read' };
}

function isSame(some: readonly OutsideFile[], others: readonly OutsideFile[]): boolean {
  const shown = (file: OutsideFile | undefined) => (file?.kind === 'text' ? file.text : file?.why);
  return some.length === others.length && some.every((file, index) => shown(file) === shown(others[index]));
}

function pairOf(name: string, file: OutsideFile | undefined): [string, OutsideFile][] {
  return file === undefined ? [] : [[name, file]];
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

function unreadable(path: string, roots: readonly string[], why: string): Pipeline {
  const message = `\`${relativeTo(rootOf(path, roots), path) ?? path}\`: ${why}.`;
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
