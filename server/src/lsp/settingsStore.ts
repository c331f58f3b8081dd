import { isDeepStrictEqual } from 'node:util';
import { defaultSettings, readSettings, type Settings } from './settings.ts';

export interface SettingsStore {
  /** What is known at once: a resource's own settings once they have arrived, until then the general ones. */
  of(uri: string): Settings;
  /** The same, once what the client was asked for has arrived. */
  settled(uri: string): Promise<Settings>;
  /** Those of the workspace as a whole. */
  ofWorkspace(): Promise<Settings>;
  /** The client's configuration has changed; `pushed` is what an editor without `workspace/configuration` sends along. */
  reset(pushed: unknown): void;
  forget(uri: string): void;
}

/**
 * The section `sigmasmith`, asked for by resource where the client can answer that (folders of a workspace may differ),
 * otherwise taken from `initializationOptions` and `didChangeConfiguration`. `changed` is called when a resource's
 * settings arrive and differ from what `of` has answered.
 */
export function createSettingsStore(
  initial: unknown,
  ask: ((uri?: string) => Promise<unknown>) | undefined,
  changed: (uri: string) => void,
): SettingsStore {
  let general = readSettings(initial);
  const known = new Map<string, Settings>();
  const asked = new Map<string, Promise<void>>();

  const refresh = (uri: string): void => {
    const answer = ask?.(uri).then(
      (section) => {
        const answered = known.get(uri);
        if (!answered) return;
        const settings = section === null || section === undefined ? general : readSettings(section);
        if (isDeepStrictEqual(answered, settings)) return;
        known.set(uri, settings);
        changed(uri);
      },
      () => undefined,
    );
    if (answer) asked.set(uri, answer);
  };

  const settingsOf = (uri: string): Settings => {
    const found = known.get(uri);
    if (found) return found;
    known.set(uri, general);
    refresh(uri);
    return general;
  };

  return {
    of: settingsOf,
    async settled(uri) {
      settingsOf(uri);
      await asked.get(uri);
      return settingsOf(uri);
    },
    async ofWorkspace() {
      const section = await ask?.().catch(() => undefined);
      return section === null || section === undefined ? general : readSettings(section);
    },
    reset(pushed) {
      if (!ask) general = pushed === undefined ? defaultSettings : readSettings(pushed);
      for (const uri of [...known.keys()]) {
        if (ask) refresh(uri);
        else {
          known.set(uri, general);
          changed(uri);
        }
      }
    },
    forget(uri) {
      known.delete(uri);
      asked.delete(uri);
    },
  };
}
