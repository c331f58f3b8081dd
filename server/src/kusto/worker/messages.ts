import type { RunResult } from '../runKql.ts';
import type { RunOptions } from '../runOptions.ts';
import type { SampleTable } from '../samples.ts';

/** The `workerData` of a thread that runs queries. */
export const runsQueries = 'runs queries';

/** What is said to the thread; one request at a time. */
export interface RunRequest {
  readonly id: number;
  readonly query: string;
  readonly options: Omit<RunOptions, 'signal' | 'tables' | 'watchlists'>;
  readonly tables: Readonly<Record<string, SentTable>>;
  readonly watchlists: Readonly<Record<string, SentTable>>;
}

/** A table with its number, or the number alone if the request before had it too: rows are copied once. */
export type SentTable = { readonly number: number; readonly table?: SampleTable };

/** What it answers. */
export type RunAnswer =
  | { readonly id: number; readonly result: RunResult }
  | { readonly id: number; readonly failure: string };
