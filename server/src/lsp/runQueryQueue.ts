import type { RunResult } from '../kusto/runKql.ts';
import type { RunOptions } from '../kusto/runOptions.ts';
import type { QueryRunner } from '../kusto/worker/runner.ts';

/** Runs queries one after the other, in a thread that starts with the first of them. */
export interface QueryQueue {
  /**
   * Rejects with the signal's reason once that is aborted. `begins` is called when it is the query's turn, with whether
   * Microsoft's parser has to be loaded for it, which takes a second or two.
   */
  run(
    query: string,
    options: RunOptions,
    signal: AbortSignal,
    begins: (isStarting: boolean) => void,
  ): Promise<RunResult>;
}

/**
 * A query that is cancelled while it runs has `patience` milliseconds to end by itself: most do at once, and ending the
 * thread costs the next query the start of the parser.
 */
export function createQueryQueue(runner: QueryRunner, patience = 1000): QueryQueue {
  let idle: Promise<unknown> = Promise.resolve();
  let isWarm = false;
  let resting: ReturnType<typeof setTimeout> | undefined;

  async function runInTurn(
    query: string,
    options: RunOptions,
    signal: AbortSignal,
    begins: (isStarting: boolean) => void,
  ): Promise<RunResult> {
    signal.throwIfAborted();
    clearTimeout(resting);
    begins(!isWarm);
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const cancelled = () => {
      timer = setTimeout(() => stop.abort(signal.reason), isWarm ? patience : patience + startOfParser);
    };
    signal.addEventListener('abort', cancelled, { once: true });
    try {
      const result = await runner.run(query, { ...options, signal: stop.signal });
      isWarm = true;
      return result;
    } catch (error) {
      isWarm = false;
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancelled);
      resting = setTimeout(rest, restsAfter).unref();
    }
  }

  /** Ends the thread, which holds some 200 MB. */
  function rest(): void {
    isWarm = false;
    void runner.dispose();
  }

  return {
    run: (query, options, signal, begins) => {
      const result = idle.then(() => runInTurn(query, options, signal, begins));
      idle = result.catch(() => undefined);
      return untilAborted(result, signal);
    },
  };
}

/** Without a query, in milliseconds. */
const restsAfter = 5 * 60_000;

/** In milliseconds, on a slow machine. */
const startOfParser = 5000;

function untilAborted<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const aborted = () => reject(signal.reason);
    if (signal.aborted) aborted();
    signal.addEventListener('abort', aborted, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}
