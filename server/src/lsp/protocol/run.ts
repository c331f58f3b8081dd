import type { LspRange, TargetName } from './positions.ts';

export interface RunParams {
  uri: string;
  /** Event files or folders to use instead of the ones that belong to the rules (file URIs). */
  events?: string[];
  workDoneToken?: string | number;
}

/** The answer of running a document's rules on their events. */
export interface RunResult {
  uri: string;
  version: number;
  rules: RuleRun[];
  files: EventFileRun[];
  /** The whole run in words, for the output channel. */
  report: string;
}

export interface RuleRun {
  index: number;
  title: string;
  /** Number of events it was run on, and of those it matched. */
  events: number;
  hits: number;
  /** Text to write at the end of a line of the rule: one for the rule, one a selection, one a value. */
  annotations: RunAnnotation[];
  expectations: { file: string; description: string; met: boolean; message: string; range: LspRange }[];
  /** With the setting `run.compareWithQuery`: what the rule's query says of the same events. */
  comparison?: ReadingComparison;
  /** Why it could not be run at all, such as an unknown modifier or no event files. */
  obstacle?: string;
  /** The obstacle is that no events belong to it: other files can be chosen. */
  lacksEvents?: boolean;
}

export interface ReadingComparison {
  target: TargetName;
  /** What the query reads. */
  table?: string;
  /** Number of events that both have read, and of those on which they agree. */
  compared: number;
  agreed: number;
  /** On the items or the titles of the rule, one for each place. */
  disagreements: { message: string; range: LspRange }[];
  /** Events that were not compared, by the reason. */
  passedOver: { reason: string; events: number }[];
  /** Why nothing was compared. */
  obstacle?: string;
}

export interface RunAnnotation {
  kind: 'rule' | 'selection' | 'value';
  range: LspRange;
  /** `2 of 12 events`. */
  text: string;
  hits: number;
  events: number;
  /** Markdown: which events. */
  hover: string;
}

export interface EventFileRun {
  uri: string;
  events: EventRun[];
  /** Broken lines and the like. */
  problems: { message: string; range: LspRange }[];
}

export interface EventRun {
  /** From 0 in the file. */
  index: number;
  range: LspRange;
  /** Titles of the rules that matched. */
  matchedBy: string[];
  /** `no match: CommandLine|contains 'x' — the event has 'y'`; for each rule that did not match. */
  misses: { rule: string; text: string; item?: LspRange }[];
}

export interface ClearRunsParams {
  uris: string[];
}
