import type { Severity } from '../problem.ts';
import type { TargetName } from './protocol.ts';

/** The section `sigmasmith` of the client's configuration; package.json documents each member. */
export interface Settings {
  readonly defaultTarget: TargetName;
  /** By code of the finding; `off` hides it. */
  readonly severity: Readonly<Record<string, Severity | 'off'>>;
  readonly fixtures: { readonly globs: readonly FixtureGlobs[] };
}

/** Binds the event files of one glob to the rules of another, both relative to the workspace folder. */
export interface FixtureGlobs {
  readonly rules: string;
  readonly events: string;
}

export const defaultSettings: Settings = { defaultTarget: 'asim', severity: {}, fixtures: { globs: [] } };

/** Reads the section as a client sent it. What is missing or of the wrong type keeps its default. */
export function readSettings(section: unknown): Settings {
  if (!isRecord(section)) return defaultSettings;
  return {
    defaultTarget: isTarget(section.defaultTarget) ? section.defaultTarget : defaultSettings.defaultTarget,
    severity: readSeverity(section.severity),
    fixtures: { globs: isRecord(section.fixtures) ? readGlobs(section.fixtures.globs) : [] },
  };
}

function readSeverity(value: unknown): Settings['severity'] {
  if (!isRecord(value)) return defaultSettings.severity;
  return Object.fromEntries(
    Object.entries(value).flatMap(([code, severity]) => (isSeverity(severity) ? [[code, severity]] : [])),
  );
}

function readGlobs(value: unknown): FixtureGlobs[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) =>
    isRecord(entry) && typeof entry.rules === 'string' && typeof entry.events === 'string'
      ? [{ rules: entry.rules, events: entry.events }]
      : [],
  );
}

function isTarget(value: unknown): value is TargetName {
  return value === 'asim' || value === 'xdr' || value === 'workspace';
}

function isSeverity(value: unknown): value is Severity | 'off' {
  return value === 'error' || value === 'warning' || value === 'information' || value === 'hint' || value === 'off';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
