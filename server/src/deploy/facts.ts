import deployText from '../../../schemas/sentinel/deploy.json?raw';
import { lazy } from '../catalog/lazy.ts';

/** `schemas/sentinel/deploy.json`: what Sentinel and Defender call things, and which columns tell who and what was involved. */
export interface DeployFacts {
  /** Short name of a tactic -> Sentinel's name; several of ATT&CK v19 share one. */
  readonly tactics: Readonly<Record<string, string>>;
  /** Techniques that Sentinel does not know yet -> the one to say instead, or null where there is none. */
  readonly techniques: Readonly<Record<string, string | null>>;
  /** In the order of their weight. */
  readonly entities: readonly EntityColumns[];
  readonly defenderEntities: readonly DefenderEntityColumns[];
  /** Whom or what the values of a column name, for columns that stand alone in a correlation's alert. */
  readonly groups: readonly EntityColumns[];
  /** Sentinel's entity type -> Microsoft Graph's kind, and its word for each identifier that it has. */
  readonly defenderIdentifiers: Readonly<
    Record<string, { readonly kind: string; readonly columns: Readonly<Record<string, string>> }>
  >;
}

/**
 * One role of an entity: which identifier is in which column. The first identifier is the one that it needs. Among
 * `groups` any one will do, and each may be in one of several columns, separated by blanks.
 */
export interface EntityColumns {
  readonly type: string;
  /** Names of tables, separated by blanks; any table that has the columns if missing. */
  readonly tables?: string;
  readonly identifiers: Readonly<Record<string, string>>;
}

/** The same in the words of Microsoft Graph: `hosts` -> `deviceIdColumn` -> column. */
export interface DefenderEntityColumns {
  readonly kind: string;
  readonly columns: Readonly<Record<string, string>>;
}

export const deployFacts = lazy((): DeployFacts => JSON.parse(deployText));
