import type { RunResult } from '../runKql.ts';
import type { RunOptions } from '../runOptions.ts';

/** The `workerData` of a thread that runs queries. */
export const runsQueries = 'runs queries';

/** What is said to the thread; one request at a time. */
export interface RunRequest {
  readonly id: number;
  readonly query: string;
  readonly options: Omit<RunOptions, 'signal'>;
}

/** What it answers. */
export type RunAnswer =
  | { readonly id: number; readonly result: RunResult }
  | { readonly id: number; readonly failure: string };
