import type { KqlTokenKind } from '../../kql/tokens.ts';
import type { LspPosition, LspRange, TargetName } from './positions.ts';

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

export interface PreviewResult {
  uri: string;
  version: number;
  target: TargetName;
  rule: PreviewRule;
  /** Position of the shown rule among the file's rules, from 0, and how many there are. */
  index: number;
  count: number;
  /** One for each target, in the order of the tabs; none of a filter, which is a part of the queries of others. */
  targets: { target: TargetName; title: string; state: 'exact' | 'approximate' | 'impossible' }[];
  /** The rule has an error of its own, as half-typed rules do: it means nothing and becomes nothing. */
  broken: boolean;
  /** The tables that can answer, where there are several; the query reads the one that `tables` names. */
  choices: { table: string; state: 'exact' | 'approximate' }[];
  /** Missing when something has no translation; `problems` says what, or of a filter which rules it applies to. */
  query?: string;
  /** The query's words for highlighting: start, length, class; in order, not overlapping. */
  tokens: [start: number, length: number, kind: KqlTokenKind][];
  /** From clauses of the query to the rule. Ranges nest; the smallest one that holds the cursor counts. */
  sourceMap: { start: number; end: number; source: LspRange }[];
  tables: { name: string; description?: string; connectors: { id: string; title: string; publisher: string }[] }[];
  problems: PreviewProblem[];
}

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
