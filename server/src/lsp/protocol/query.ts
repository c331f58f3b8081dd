import type { LspPosition, LspRange, TargetName } from './positions.ts';

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
  /** Those that the query reads and that no file has rows of. */
  tablesWithoutRows: string[];
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
