import type { Problem } from '../problem.ts';
import { type Config, configName, emptyConfig, mergeConfigs, readConfig } from './config.ts';

/** The `.sigmasmith.yml` files of a file system, each read once. Paths are absolute, with `/`. */
export interface Configs {
  /** What holds for a file: the files of all folders above it, the nearest of which wins. */
  of(path: string): Promise<Config>;
  /** What is known of it without waiting, undefined until `of` has answered. */
  known(path: string): Config | undefined;
  /** A file has changed: everything is read again when it is asked for. */
  forget(): void;
  /** What was read so far and has problems. */
  faulty(): readonly FaultyConfig[];
}

export interface FaultyConfig {
  readonly path: string;
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** `read` gives a file's text, undefined for one that is not there or cannot be read. */
export function createConfigs(read: (path: string) => Promise<string | undefined>): Configs {
  const folders = new Map<string, Promise<Config>>();
  const settled = new Map<string, Config>();
  const faulty = new Map<string, FaultyConfig>();

  const load = async (folder: string): Promise<Config> => {
    const outer = folder === '' ? emptyConfig : await inFolder(parentOf(folder));
    const path = `${folder}/${configName}`;
    const text = await read(path);
    if (text === undefined) return outer;
    const { config, problems } = readConfig(text);
    if (problems.length > 0) faulty.set(path, { path, text, problems });
    return mergeConfigs(outer, config);
  };

  const inFolder = (folder: string): Promise<Config> => {
    const found = folders.get(folder);
    if (found !== undefined) return found;
    const loading = load(folder);
    folders.set(folder, loading);
    void loading.then((config) => {
      if (folders.get(folder) === loading) settled.set(folder, config);
    });
    return loading;
  };

  return {
    of: (path) => inFolder(parentOf(path)),
    known: (path) => settled.get(parentOf(path)),
    forget() {
      folders.clear();
      settled.clear();
      faulty.clear();
    },
    faulty: () => [...faulty.values()],
  };
}

/** The empty text for the root, so that a name can be put behind it. */
function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
