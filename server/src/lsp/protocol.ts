/**
 * What client and server say to each other beyond LSP. The client imports this file as types (and the method names as
 * constants). Positions are LSP's: zero-based lines, UTF-16 characters.
 */
import type { KqlTokenKind } from '../kql/tokens.ts';

export interface LspPosition {
  line: number;
  character: number;
}

export interface LspRange {
  start: LspPosition;
  end: LspPosition;
}

export type TargetName = 'asim' | 'xdr' | 'workspace';

export const methods = {
  /** PreviewParams -> PreviewResult | null (null: the document holds no Sigma rule). */
  preview: 'sigmasmith/preview',
  /** Notification, client -> server: PreviewShown, whenever the preview shows another rule, target or table, and when it is closed. */
  previewShown: 'sigmasmith/previewShown',
  /** ExportParams -> ExportResult | null (null: the document holds no Sigma rule). */
  export: 'sigmasmith/export',
  /** PortalLinkParams -> PortalLinkResult | null. Nothing is opened or sent. */
  portalLink: 'sigmasmith/portalLink',
  /** ValidateKqlParams -> ValidateKqlResult. Slow the first time (the Kusto language service is loaded), cancellable. */
  validateKql: 'sigmasmith/validateKql',
  /** RunParams -> RunResult | null. Reports progress through the request's work-done token, cancellable. */
  run: 'sigmasmith/run',
  /** RunQueryParams -> RunQueryResult | null. Reports progress through the request's work-done token, cancellable. Slow the first time. */
  runQuery: 'sigmasmith/runQuery',
  /** Notification, client -> server: ClearRunsParams. What the last run of these documents left in lenses and diagnostics goes away. */
  clearRuns: 'sigmasmith/clearRuns',
  /** IsSigmaParams -> boolean. */
  isSigma: 'sigmasmith/isSigma',
  /** Notification, server -> client: SigmaDocuments, whenever a document becomes a Sigma rule or stops being one. */
  sigmaDocuments: 'sigmasmith/sigmaDocuments',
  /** Notification, server -> client: SurroundingsChanged. What was previewed may have another query now, though its document is the same. */
  surroundingsChanged: 'sigmasmith/surroundingsChanged',
} as const;

export interface SigmaDocuments {
  /** All open documents that are Sigma rules by content. */
  uris: string[];
}

/** Filters, or rules that correlations refer to, have changed. */
export interface SurroundingsChanged {
  /** The file that holds them; missing once the whole workspace is known. */
  uri?: string;
}

export interface PreviewParams {
  uri: string;
  target: TargetName;
  /** Chooses the rule in a file of several documents; the first one if missing. */
  position?: LspPosition;
  /** The table to read, where several can answer and this is one of them. */
  table?: string;
}

export interface PreviewShown {
  /** Missing: there is no preview, or it shows no query. `index` is the rule's position among the file's rules. */
  shown?: { uri: string; index: number; target: TargetName; table?: string };
}

export type ExportFormat = 'kql' | 'sentinel-yaml' | 'sentinel-arm' | 'defender-json';

export interface ExportParams extends PreviewParams {
  format: ExportFormat;
  /** For Sentinel: a rule that runs near real time. */
  nearRealTime?: boolean;
}

export interface ExportResult {
  /** Missing when nothing can be made; `problems` says why. */
  text?: string;
  languageId: 'kusto' | 'yaml' | 'json';
  problems: PreviewProblem[];
}

export type PortalLinkParams = PreviewParams;

export type PortalLinkResult =
  | { kind: 'link'; link: string }
  /** No workspace is set, or what is set is no resource id. */
  | { kind: 'no-workspace' }
  | { kind: 'no-query'; problems: PreviewProblem[] };

export interface PreviewResult {
  uri: string;
  version: number;
  target: TargetName;
  rule: PreviewRule;
  /** Position of the shown rule among the file's rules, from 0, and how many there are. */
  index: number;
  count: number;
  /** One for each target, in the order of the tabs. */
  targets: { target: TargetName; title: string; state: 'exact' | 'approximate' | 'impossible' }[];
  /** The rule has an error of its own, as half-typed rules do: it means nothing and becomes nothing. */
  broken: boolean;
  /** The tables that can answer, where there are several; the query reads the one that `tables` names. */
  choices: { table: string; state: 'exact' | 'approximate' }[];
  /** Missing when something has no translation; `problems` says what. */
  query?: string;
  /** The query's words for highlighting: start, length, class; in order, not overlapping. */
  tokens: [start: number, length: number, kind: KqlTokenKind][];
  /** From clauses of the query to the rule. Ranges nest; the smallest one that holds the cursor counts. */
  sourceMap: { start: number; end: number; source: LspRange }[];
  tables: { name: string; description?: string; connectors: { id: string; title: string; publisher: string }[] }[];
  problems: PreviewProblem[];
}

export type { KqlTokenKind };

export interface PreviewRule {
  kind: 'detection' | 'correlation' | 'filter';
  title?: string;
  id?: string;
  status?: string;
  level?: string;
  description?: string;
  author?: string;
  tactics: { id: string; name: string; url: string }[];
  techniques: { id: string; name: string; url: string }[];
  falsePositives: string[];
  references: string[];
}

export interface PreviewProblem {
  code: string;
  severity: 'error' | 'warning' | 'information' | 'hint';
  message: string;
  source?: LspRange;
}

export interface ClearRunsParams {
  uris: string[];
}

export interface IsSigmaParams {
  uri: string;
}

export interface ValidateKqlParams {
  target: TargetName;
  query: string;
}

export interface ValidateKqlResult {
  /** Microsoft's diagnostics, with offsets into the query. */
  diagnostics: {
    code: string;
    severity: 'error' | 'warning' | 'information';
    message: string;
    start: number;
    length: number;
  }[];
}

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

export interface RunQueryParams {
  uri: string;
  /** The query as the editor shows it: its document need not be one that the client sends to the server. */
  text: string;
  version: number;
  /** The cursor: of several queries, which empty lines part, the one that it is in is run. Without it the first one. */
  position?: LspPosition;
  /** Whose tables are meant; if missing, what `sigmasmith.kql.documentsTarget` says, or those that the sample rows fit. */
  target?: TargetName;
  workDoneToken?: string | number;
}

/** The answer of running KQL on the sample rows that belong to its file. */
export interface RunQueryResult {
  uri: string;
  version: number;
  /** Which of the document's queries it is, from 0, where there are several. */
  query?: { index: number; count: number; range: LspRange };
  /** Each with a scalar type of Kusto: `string`, `long`, `datetime`, `dynamic`, … */
  columns: { name: string; type: string }[];
  /** The first rows, a cell a column; none if a problem is an error. */
  rows: QueryCell[][];
  /** How many rows there are in all. */
  total: number;
  problems: {
    code: string;
    severity: 'error' | 'warning' | 'information' | 'hint';
    message: string;
    range: LspRange;
  }[];
  /** How many rows each table and operator had, in the order of the text. What is done once for each group has several `runs`. */
  steps: { range: LspRange; rows: number; runs: number }[];
  files: SampleFile[];
}

/**
 * A value: dates as `2024-01-02T03:04:05.0000000Z`, timespans as `1.02:03:04`, decimals as their digits, arrays, bags and
 * whatever else is dynamic as JSON text. A long beyond 2^53 and a real that is no number are texts as well.
 */
export type QueryCell = null | boolean | number | string;

/** A file that rows were read from, whether the query asks for them or not. */
export interface SampleFile {
  uri: string;
  /** The tables, or the alias of the watchlist, that its rows are of; `laidOut` of them are events in Sigma's names. */
  tables: { name: string; rows: number; isWatchlist: boolean; laidOut?: number }[];
  problems: { message: string; range: LspRange }[];
}
