import { targets } from '../catalog/target.ts';
import { type Profile, profiles } from '../checks/check.ts';
import type { Severity } from '../problem.ts';
import type { Placeholders } from '../sigma/placeholders.ts';
import { defaultKqlFileSettings, type KqlFileSettings, readKqlFileSettings } from './kqlSettings.ts';
import type { TargetName } from './protocol.ts';
import { defaultQuerySettings, type QuerySettings, readQuerySettings } from './querySettings.ts';

/** The section `sigmasmith` of the client's configuration; package.json documents each member. */
export interface Settings {
  readonly defaultTarget: TargetName;
  /** The checks that run, unless a `.sigmasmith.yml` says otherwise. */
  readonly profile: Profile;
  /** By code of the finding, or an id that pySigma or SigmaHQ give it; `off` hides it. */
  readonly severity: Readonly<Record<string, Severity | 'off'>>;
  /** What `%name%` stands for under the modifier `expand`, in runs and in the preview. */
  readonly placeholders: Placeholders;
  /** Paths and globs of the processing pipelines that the preview applies, relative to the workspace folder. */
  readonly pipelines: readonly string[];
  readonly fixtures: { readonly globs: readonly FixtureGlobs[] };
  /** `compareWithQuery`: a run also runs the query for the default target, and tells where it disagrees. */
  readonly run: { readonly compareWithQuery: boolean };
  /** The files that hold rows for queries, as globs by the names of tables, relative to the workspace folder. */
  readonly query: { readonly tables: Readonly<Record<string, string>> };
  /** How queries are written. */
  readonly kql: QuerySettings;
  /** How `.kql` files are read. */
  readonly kqlFiles: KqlFileSettings;
  /** A line above each rule says what it becomes in each target. */
  readonly portabilityLens: boolean;
  /** When Microsoft's parser is asked: never, about what the preview shows, or about every open rule. */
  readonly validateQueries: 'off' | 'preview' | 'always';
  /** The targets in use: a rule that one of them cannot have is told of. */
  readonly targets: readonly TargetName[];
  /** The workspace that queries are opened in, by its resource id; empty for none. */
  readonly azure: { readonly workspaceResourceId: string };
  /** How many YAML files of a workspace are read for what rules have in common. */
  readonly workspace: { readonly maxFiles: number };
}

/** Binds the event files of one glob to the rules of another, both relative to the workspace folder. */
export interface FixtureGlobs {
  readonly rules: string;
  readonly events: string;
}

export const defaultSettings: Settings = {
  defaultTarget: 'asim',
  profile: 'spec',
  severity: {},
  placeholders: {},
  pipelines: [],
  fixtures: { globs: [] },
  run: { compareWithQuery: false },
  query: { tables: {} },
  kql: defaultQuerySettings,
  kqlFiles: defaultKqlFileSettings,
  portabilityLens: true,
  validateQueries: 'preview',
  targets: [],
  azure: { workspaceResourceId: '' },
  workspace: { maxFiles: 20_000 },
};

/** Reads the section as a client sent it. What is missing or of the wrong type keeps its default. */
export function readSettings(section: unknown): Settings {
  if (!isRecord(section)) return defaultSettings;
  return {
    defaultTarget: isTarget(section.defaultTarget) ? section.defaultTarget : defaultSettings.defaultTarget,
    profile: profiles.find((each) => each === section.profile) ?? defaultSettings.profile,
    severity: readSeverity(section.severity),
    placeholders: readPlaceholders(section.placeholders),
    pipelines: readTexts(section.pipelines),
    fixtures: { globs: isRecord(section.fixtures) ? readGlobs(section.fixtures.globs) : [] },
    run: { compareWithQuery: isRecord(section.run) && section.run.compareWithQuery === true },
    query: { tables: isRecord(section.query) ? readTables(section.query.tables) : {} },
    kql: readQuerySettings(section.kql),
    kqlFiles: readKqlFileSettings(section.kql),
    portabilityLens: section.portabilityLens !== false,
    validateQueries: readValidation(section.validateQueries),
    targets: readTargets(section.targets),
    azure: { workspaceResourceId: readResourceId(section.azure) },
    workspace: { maxFiles: readMaxFiles(section.workspace) },
  };
}

function readValidation(value: unknown): Settings['validateQueries'] {
  return value === 'off' || value === 'always' ? value : defaultSettings.validateQueries;
}

/** In the order of the product, each once. */
function readTargets(value: unknown): readonly TargetName[] {
  return Array.isArray(value) ? targets.filter((each) => value.includes(each)) : defaultSettings.targets;
}

function readResourceId(section: unknown): string {
  const value = isRecord(section) ? section.workspaceResourceId : undefined;
  return typeof value === 'string' ? value.trim() : defaultSettings.azure.workspaceResourceId;
}

function readSeverity(value: unknown): Settings['severity'] {
  if (!isRecord(value)) return defaultSettings.severity;
  return Object.fromEntries(
    Object.entries(value).flatMap(([code, severity]) => (isSeverity(severity) ? [[code, severity]] : [])),
  );
}

/** A single text is a list of one; of a list only the texts and numbers count. */
function readPlaceholders(value: unknown): Placeholders {
  if (!isRecord(value)) return defaultSettings.placeholders;
  const textsOf = (given: unknown): string[] =>
    (Array.isArray(given) ? given : [given]).flatMap((each: unknown) =>
      typeof each === 'string' || typeof each === 'number' ? [String(each)] : [],
    );
  return Object.fromEntries(Object.entries(value).map(([name, given]) => [name, textsOf(given)]));
}

function readTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string' && each !== '') : [];
}

function readMaxFiles(section: unknown): number {
  const value = isRecord(section) ? section.maxFiles : undefined;
  return typeof value === 'number' && value >= 0 ? value : defaultSettings.workspace.maxFiles;
}

function readGlobs(value: unknown): FixtureGlobs[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) =>
    isRecord(entry) && typeof entry.rules === 'string' && typeof entry.events === 'string'
      ? [{ rules: entry.rules, events: entry.events }]
      : [],
  );
}

function readTables(value: unknown): Settings['query']['tables'] {
  if (!isRecord(value)) return defaultSettings.query.tables;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, glob]) => (typeof glob === 'string' && glob !== '' ? [[name, glob]] : [])),
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
