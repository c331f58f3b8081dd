import { parseSigma } from '../sigma/parse.ts';
import type { FilterRule, SigmaRule } from '../sigma/rule.ts';
import { parseYaml } from '../yaml/parse.ts';
import { type RuleSummary, summarise } from './summary.ts';

/** The part of a file system that a scan needs. Paths are absolute, with `/`. */
export interface ScannedFiles {
  list(folder: string): Promise<readonly { readonly name: string; readonly kind: 'file' | 'folder' }[]>;
  read(
    path: string,
    signal?: AbortSignal,
  ): Promise<{ readonly kind: 'text'; readonly text: string } | { readonly kind: string }>;
}

/** What the index keeps of a file: its rules in brief, and its filters whole, because other files' rules are run with them. */
export interface IndexedFile {
  readonly rules: readonly RuleSummary[];
  readonly filters: readonly FilterRule[];
}

export const noRules: IndexedFile = { rules: [], filters: [] };

export interface ScanOptions {
  readonly files: ScannedFiles;
  readonly roots: readonly string[];
  /** Of YAML files; what lies beyond is left out. */
  readonly mostFiles: number;
  readonly signal: AbortSignal;
  /** Called for each file that has rules. */
  readonly found: (path: string, file: IndexedFile) => void;
  /** Called now and then, with how many files are done. */
  readonly progress: (done: number, total: number) => void;
}

/**
 * Reads the rules below some folders, letting everything else have its turn about every ten milliseconds. Hidden folders
 * and `node_modules` are left out. Returns whether all files were read; throws the signal's reason when it is aborted.
 */
export async function scanRules(options: ScanOptions): Promise<boolean> {
  const paths = new Set<string>();
  for (const root of options.roots) await collect(root, options, paths);
  const all = [...paths].slice(0, options.mostFiles);
  let next = 0;
  let done = 0;
  let sliceEnd = performance.now() + sliceLength;
  const readSome = async (): Promise<void> => {
    for (let path = all[next++]; path !== undefined; path = all[next++]) {
      const file = await readSummary(path, options.files, options.signal);
      options.signal.throwIfAborted();
      if (file.rules.length > 0) options.found(path, file);
      done += 1;
      if (performance.now() < sliceEnd) continue;
      options.progress(done, all.length);
      await turn();
      options.signal.throwIfAborted();
      sliceEnd = performance.now() + sliceLength;
    }
  };
  await Promise.all(Array.from({ length: simultaneousReads }, readSome));
  return paths.size <= options.mostFiles;
}

/** The rules of one file in brief; none for a file that is missing, unreadable or about something else. */
export async function readSummary(path: string, files: ScannedFiles, signal?: AbortSignal): Promise<IndexedFile> {
  const content = await files.read(path, signal);
  if (!('text' in content) || content.text.length > longestText || !ruleWord.test(content.text)) return noRules;
  const rules = summarise(content.text, parseYaml(content.text).documents);
  return { rules, filters: rules.some(({ isFilter }) => isFilter) ? filtersIn(parseSigma(content.text)) : [] };
}

export function filtersIn({ rules }: { readonly rules: readonly SigmaRule[] }): FilterRule[] {
  return rules.filter((rule) => rule.kind === 'filter');
}

/** Whether a file may hold rules, by its name. */
export function isYamlFile(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** In milliseconds: shorter than anybody notices while typing. */
const sliceLength = 8;
const simultaneousReads = 8;

/** In UTF-16 units; reading a longer one would stop everything else for too long. */
const longestText = 3_000_000;

/** Every rule has one of these words. */
const ruleWord = /\b(?:detection|correlation|filter)\b/;

async function collect(folder: string, options: ScanOptions, paths: Set<string>): Promise<void> {
  options.signal.throwIfAborted();
  const folders: string[] = [];
  for (const { name, kind } of await options.files.list(folder)) {
    if (paths.size > options.mostFiles) return;
    if (name.startsWith('.') || name === 'node_modules') continue;
    if (kind === 'folder') folders.push(`${folder}/${name}`);
    else if (isYamlFile(name)) paths.add(`${folder}/${name}`);
  }
  for (const inner of folders) await collect(inner, options, paths);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
