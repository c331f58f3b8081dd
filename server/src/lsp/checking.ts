import { type CheckOptions, severitiesByCode } from '../checks/checkFile.ts';
import { type Config, emptyConfig } from '../workspace/config.ts';
import type { Configs } from '../workspace/configs.ts';
import type { SigmaDocument } from './documents.ts';
import type { Settings } from './settings.ts';
import { pathOfUri } from './uris.ts';
import type { Workspace } from './workspace.ts';

/** How documents are checked: the settings, what the `.sigmasmith.yml` above them say, and what the workspace adds. */
export interface Checking {
  /** The same object until something of it changes. */
  optionsOf(document: SigmaDocument): CheckOptions;
  forget(uri: string): void;
}

interface Known {
  readonly settings: Settings;
  readonly config: Config;
  readonly today: string;
  readonly workspace: CheckOptions['workspace'];
  readonly options: CheckOptions;
}

/** `changed` is called when a document's configuration has been read and says something. */
export function createChecking(
  settingsOf: (uri: string) => Settings,
  configs: Configs,
  workspace: Workspace,
  changed: (uri: string) => void,
): Checking {
  const known = new Map<string, Known>();

  /** While it is being read, what held before. */
  const configOf = (uri: string, path: string): Config => {
    const found = configs.known(path);
    if (found !== undefined) return found;
    const last = known.get(uri)?.config ?? emptyConfig;
    void configs.of(path).then(
      (config) => {
        if (config !== last) changed(uri);
      },
      () => undefined,
    );
    return last;
  };

  return {
    optionsOf(document) {
      const { uri } = document;
      const path = pathOfUri(uri);
      const settings = settingsOf(uri);
      const config = path === undefined ? emptyConfig : configOf(uri, path);
      const today = new Date().toISOString().slice(0, 10);
      const findings = workspace.findings(document);
      const last = known.get(uri);
      const isSame =
        last?.settings === settings && last.config === config && last.today === today && last.workspace === findings;
      if (isSame) return last.options;
      const options: CheckOptions = {
        profile: config.profile ?? settings.profile,
        severities: { ...Object.fromEntries(severitiesByCode(settings.severity)), ...config.severities },
        today,
        ...(path !== undefined && { path }),
        ...(findings !== undefined && { workspace: findings }),
      };
      known.set(uri, { settings, config, today, workspace: findings, options });
      return options;
    },
    forget: (uri) => known.delete(uri),
  };
}
