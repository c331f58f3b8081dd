import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { defaultMilliseconds } from '../budget.ts';
import type { RunResult } from '../runKql.ts';
import type { RunOptions } from '../runOptions.ts';
import type { SampleTable } from '../samples.ts';
import { type RunAnswer, type RunRequest, runsQueries, type SentTable } from './messages.ts';

/** Runs queries in a worker thread, one after the other. */
export interface QueryRunner {
  /**
   * As `runKql` does. A signal that is aborted while the query runs ends the thread, and the next query has a new one;
   * the promise then rejects with the signal's reason. So does a query that takes more memory or time than its limits,
   * which is a problem in the result. A table that the query before had too, as the same object, is not copied to the thread
   * again: rows that were given must not be changed.
   */
  run(query: string, options: RunOptions): Promise<RunResult>;
  dispose(): Promise<void>;
}

export interface RunnerOptions {
  /** The worker's bundle; by default `kustoWorker.cjs` beside the bundle that this is part of. */
  readonly workerPath?: string;
  /**
   * How many milliseconds beyond its limit a query has before its thread is ended, 10,000 by default: for loading the
   * service, and since a query looks at the clock only from row to row.
   */
  readonly grace?: number;
}

/** No thread is started before the first query. */
export function createQueryRunner({ workerPath, grace = 10_000 }: RunnerOptions = {}): QueryRunner {
  let worker: Worker | undefined;
  let lastId = 0;
  /** The tables that the thread holds: those of its last query. */
  let held = new Map<SampleTable, number>();
  let lastTable = 0;
  /** Settles when all queries before have ended. */
  let idle: Promise<unknown> = Promise.resolve();

  return {
    run: (query, options) => {
      const result = idle.then(() => runOne(query, options));
      idle = result.catch(() => {});
      return result;
    },
    dispose: async () => {
      await idle;
      await stop();
    },
  };

  async function runOne(
    query: string,
    { signal, tables, watchlists = {}, ...options }: RunOptions,
  ): Promise<RunResult> {
    signal?.throwIfAborted();
    worker ??= start(options.limits?.bytes);
    const running = worker;
    running.ref();
    const before = held;
    held = new Map();
    const request: RunRequest = {
      id: ++lastId,
      query,
      options,
      tables: sentTables(tables, before),
      watchlists: sentTables(watchlists, before),
    };
    const milliseconds = options.limits?.milliseconds ?? defaultMilliseconds;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(late), milliseconds + grace);
    try {
      return await answerOf(
        running,
        request,
        signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]),
      );
    } catch (error) {
      await stop();
      if (error === late) return stopped(query, `it took longer than ${milliseconds / 1000} s`);
      if (!ranOutOfMemory(error)) throw error;
      return stopped(query, 'it needs too much memory');
    } finally {
      clearTimeout(timer);
      running.unref();
    }
  }

  function sentTables(tables: RunOptions['tables'], before: ReadonlyMap<SampleTable, number>): RunRequest['tables'] {
    return Object.fromEntries(
      Object.entries(tables).map(([name, table]): [string, SentTable] => {
        const known = before.get(table);
        const number = known ?? held.get(table) ?? ++lastTable;
        held.set(table, number);
        return [name, known === undefined ? { number, table } : { number }];
      }),
    );
  }

  /** The estimate inside of `runKql` comes first; this limit is the net below it. */
  function start(bytes = 512 * 2 ** 20): Worker {
    const maxOldGenerationSizeMb = serviceMegabytes + (2 * bytes) / 2 ** 20;
    return new Worker(workerPath ?? path.join(__dirname, 'kustoWorker.cjs'), {
      workerData: runsQueries,
      resourceLimits: { maxOldGenerationSizeMb },
    });
  }

  async function stop(): Promise<void> {
    const old = worker;
    worker = undefined;
    held = new Map();
    await old?.terminate();
  }
}

function answerOf(worker: Worker, request: RunRequest, signal: AbortSignal | undefined): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const answered = (answer: RunAnswer) => {
      if (answer.id === request.id) settle(() => ('failure' in answer ? fail(answer.failure) : resolve(answer.result)));
    };
    const fail = (reason: string) => reject(new Error(`Running the query failed: ${reason}`));
    const failed = (error: Error) => settle(() => reject(error));
    const exited = () => settle(() => reject(new Error('The thread that runs queries has ended.')));
    const aborted = () => settle(() => reject(signal?.reason));
    const settle = (act: () => void) => {
      worker.off('message', answered).off('error', failed).off('exit', exited);
      signal?.removeEventListener('abort', aborted);
      act();
    };
    worker.on('message', answered).on('error', failed).on('exit', exited);
    signal?.addEventListener('abort', aborted);
    worker.postMessage(request);
  });
}

function ranOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function stopped(query: string, reason: string): RunResult {
  const message = `The query was stopped because ${reason}.`;
  const range = { start: 0, end: query.length };
  const problems: RunResult['problems'] = [{ code: 'kql-limit', severity: 'error', message, range }];
  return { columns: [], rows: [], steps: [], tablesWithoutRows: [], problems };
}

/** What Microsoft's service holds once it is loaded. */
const serviceMegabytes = 256;
