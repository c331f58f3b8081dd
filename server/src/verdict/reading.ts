import type { Target } from '../catalog/target.ts';
import type { Query } from '../kql/ast.ts';
import type { TableMapping } from '../kql/tableMapping.ts';
import type { Event } from '../match/event.ts';
import type { Problem } from '../problem.ts';
import type { DetectionRule } from '../sigma/rule.ts';

/**
 * Runs KQL on rows: `runKql`, or a thread that runs it. It comes from outside because the parser of KQL has 5 MB, which
 * are not to be loaded with this.
 */
export type RunQuery = (
  query: string,
  options: {
    readonly tables: Readonly<Record<string, readonly Row[]>>;
    readonly target: Target;
    readonly signal?: AbortSignal;
  },
) => Promise<{ readonly rows: readonly Row[]; readonly problems: readonly Problem[] }>;

export type Row = Readonly<Record<string, unknown>>;

/** A rule on one table. */
export interface Translated {
  readonly query: Query;
  readonly mapping: TableMapping;
  /** What is run, where that is not the query as it is printed. */
  readonly text?: string;
  /** Columns that pipelines ask for and no field of the rule stands for: a row without them says nothing of what was added. */
  readonly added?: readonly string[];
}

/** A rule as processing pipelines want it converted. */
export interface Processing {
  readonly rule: DetectionRule;
  /** What becomes of the query's text; undefined where it no longer is a query. */
  readonly postprocess: (query: string) => string | undefined;
}

/** An event to compare the readings on. */
export interface Sample {
  /** In Sigma's names. */
  readonly event: Event;
  /** As its file has it; a row of the table that is read is run as it is. */
  readonly original?: Event;
}

/** What the rule and its query say of one event. */
export type Reading =
  | { readonly kind: 'compared'; readonly rule: boolean; readonly query: boolean; readonly row: Row }
  /** The event is a row of the table, in whose names the rule is not written: only its query can read it. */
  | { readonly kind: 'row'; readonly query: boolean; readonly row: Row }
  /** It cannot be laid out as a row that says the same. */
  | Unplaced;

export interface Unplaced {
  readonly kind: 'unplaced';
  readonly rule: boolean;
  /** Half a sentence. */
  readonly reason: string;
}

export interface ReadingOptions {
  readonly run: RunQuery;
  /** Why an event is none of the rule's log source, as half a sentence; such events are not compared. */
  readonly contradiction?: ((event: Event) => string | undefined) | undefined;
  /** The query is that of this rule, which pipelines have made of the one that is compared. */
  readonly processing?: Processing | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told how far it is, from 0 to 1. */
  readonly progress?: ((done: number) => void) | undefined;
}

/** Why the query could not be run. */
export interface Obstacle {
  readonly obstacle: string;
}
