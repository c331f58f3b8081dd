import type { Problem } from '../problem.ts';
import type { OtherFilter } from '../sigma/otherFilters.ts';
import { parseSigma, type SigmaFile } from '../sigma/parse.ts';
import type { FilterRule, SigmaRule } from '../sigma/rule.ts';
import { referredRules } from '../workspace/referredRules.ts';
import { createRuleIndex } from '../workspace/ruleIndex.ts';
import {
  filtersIn,
  type IndexedFile,
  isYamlFile,
  noRules,
  readSummary,
  type ScannedFiles,
  scanRules,
} from '../workspace/scan.ts';
import { summarise } from '../workspace/summary.ts';
import { workspaceFindings } from '../workspace/workspaceFindings.ts';
import type { SigmaDocument } from './documents.ts';
import { pathOfUri } from './uris.ts';

/** The index of all rules in the workspace's folders, kept up to date. Paths are absolute, with `/`. */
export interface Workspace {
  /** Reads the rules of these folders in the background, in the place of all that was known. */
  scan(folders: readonly string[], mostFiles: number): Promise<void>;
  /** What is wrong with an open document in view of all others; undefined before the scan has ended, and outside of the folders. */
  findings(document: SigmaDocument): readonly Problem[] | undefined;
  /** The filters of all other files, by their paths, as a reader knows them; none for a document outside of the folders. */
  filtersAround(uri: string): readonly OtherFilter[];
  /** The rules in other files that the document's correlations and filters refer to, also through other correlations. */
  referredRules(document: SigmaDocument): Promise<readonly SigmaRule[]>;
  /** A document was closed, or a file has changed on disk: what is there counts. */
  reload(path: string): Promise<void>;
  /** A file or folder is gone. */
  remove(path: string): void;
  stop(): void;
}

export interface WorkspaceContext {
  /** Files as the editor has them: an open document has the text that is shown. */
  readonly files: ScannedFiles;
  /** The findings of other open documents may have changed; without paths, those of all. */
  readonly changed: (paths?: ReadonlySet<string>) => void;
  /** What a file has changed the queries and runs of others: a filter, or a rule that a correlation refers to. Without a path the first scan has ended. */
  readonly surroundingsChanged: (path?: string) => void;
  /** A long scan tells how far it is. */
  readonly progress: () => ScanProgress;
  readonly log: (message: string) => void;
}

export interface ScanProgress {
  report(done: number, total: number): void;
  end(): void;
}

export function createWorkspace({ files, changed, surroundingsChanged, progress, log }: WorkspaceContext): Workspace {
  let index = createRuleIndex();
  let roots: readonly string[] = [];
  let running = new AbortController();
  let state: 'scanning' | 'complete' | 'partial' = 'scanning';
  const filters = new Map<string, readonly FilterRule[]>();
  const parsed = new Map<string, SigmaFile>();
  const known = new Map<string, { readonly document: SigmaDocument; readonly problems: readonly Problem[] }>();

  const isInside = (path: string): boolean => roots.some((root) => path.startsWith(`${root}/`));

  const shown = (path: string): string => {
    const root = roots.find((each) => path.startsWith(`${each}/`));
    return root === undefined ? path : path.slice(root.length + 1);
  };

  const set = (path: string, { rules, filters: own }: IndexedFile): void => {
    const isAround = own.length > 0 || filters.has(path) || parsed.has(path);
    if (own.length > 0) filters.set(path, own);
    else filters.delete(path);
    const affected = index.set(path, rules)();
    known.delete(path);
    for (const other of affected) known.delete(other);
    if (state === 'scanning') return;
    if (affected.size > 0) changed(affected);
    if (isAround || affected.size > 0) surroundingsChanged(path);
  };

  const scan = async (folders: readonly string[], mostFiles: number): Promise<void> => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    index = createRuleIndex();
    filters.clear();
    parsed.clear();
    roots = folders;
    state = 'scanning';
    known.clear();
    const reporter = progress();
    try {
      const all = await scanRules({ files, roots, mostFiles, signal, found: set, progress: reporter.report });
      state = all ? 'complete' : 'partial';
      if (!all)
        log(
          `More than ${mostFiles} YAML files are in the workspace; the rest is not indexed (sigmasmith.workspace.maxFiles).`,
        );
      known.clear();
      changed();
      surroundingsChanged();
    } catch (error) {
      if (!signal.aborted) log(`Indexing the workspace failed: ${String(error)}`);
    } finally {
      reporter.end();
    }
  };

  return {
    scan,
    findings(document) {
      const path = pathOfUri(document.uri);
      if (path === undefined || state === 'scanning' || !isInside(path)) return undefined;
      const found = known.get(path);
      if (found?.document === document) return found.problems;
      if (found === undefined || found.document.version !== document.version)
        set(path, { rules: summarise(document.text, document.file.documents), filters: filtersIn(document.file) });
      const problems = workspaceFindings(index, path, state === 'complete');
      known.set(path, { document, problems });
      return problems;
    },
    filtersAround(uri) {
      const own = pathOfUri(uri);
      if (own === undefined || !isInside(own)) return [];
      const others = [...filters]
        .filter(([path]) => path !== own)
        .sort(([first], [second]) => (first < second ? -1 : 1));
      return others.flatMap(([path, found]) => found.map((filter) => ({ filter, path: shown(path) })));
    },
    async referredRules({ uri, file }) {
      const own = pathOfUri(uri);
      if (own === undefined || !isInside(own)) return [];
      return referredRules(file.rules, {
        pathOf: (reference) =>
          [...index.having('name', reference), ...index.having('id', reference)].find(({ path }) => path !== own)?.path,
        rulesOf: async (path) => {
          const content = await files.read(path, running.signal).catch(() => undefined);
          if (content === undefined || !('text' in content)) return [];
          const before = parsed.get(path);
          const now = before?.text === content.text ? before : parseSigma(content.text);
          parsed.set(path, now);
          return now.rules;
        },
      });
    },
    async reload(path) {
      if (!isYamlFile(path) || !isInside(path)) return;
      const { signal } = running;
      const file = await readSummary(path, files, signal).catch(() => noRules);
      if (!signal.aborted) set(path, file);
    },
    remove(path) {
      for (const inner of [...index.paths()]) if (inner === path || inner.startsWith(`${path}/`)) set(inner, noRules);
    },
    stop: () => running.abort(),
  };
}
