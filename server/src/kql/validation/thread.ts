import { Worker } from 'node:worker_threads';
import type { KustoAnswer, KustoRequest, Numbered } from './messages.ts';

/** A worker that answers one request after the other. */
export interface KustoThread {
  readonly isStarted: boolean;
  /**
   * Rejects with the signal's reason when it is aborted, and with an error when the worker fails, takes too long or is
   * disposed of; the next request then has a new worker.
   */
  ask(request: KustoRequest, options: AskOptions): Promise<KustoAnswer>;
  dispose(): Promise<void>;
}

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  /** Somebody waits for the answer: it comes before what is done in the background. */
  readonly isUrgent?: boolean;
}

/** The service threw over one question. The worker is as it was: it need not be spared the next one about the same text. */
export class ServiceFailure extends Error {}

/** No thread is started and nothing is loaded before the first request. `timeLimit` is in milliseconds, loading not counted. */
export function createThread(workerPath: string, timeLimit: number): KustoThread {
  const waiting: Job[] = [];
  let running: { readonly job: Job; readonly timer: NodeJS.Timeout } | undefined;
  let worker: Worker | undefined;
  let warm = false;
  let lastId = 0;
  let disposed = false;

  return {
    get isStarted() {
      return worker !== undefined;
    },
    ask: (request, { signal, isUrgent = false }) => {
      return new Promise((resolve, reject) => {
        if (disposed) reject(new Error(disposedMessage));
        else if (signal?.aborted) reject(signal.reason);
        else enqueue({ request, isUrgent, resolve, reject }, signal);
      });
    },
    dispose: async () => {
      disposed = true;
      const ended = worker;
      stopWorker();
      fail(new Error(disposedMessage));
      for (const job of waiting.splice(0)) job.reject(new Error(disposedMessage));
      await ended?.terminate();
    },
  };

  function enqueue(job: Job, signal: AbortSignal | undefined): void {
    /** While it waits it is taken out of the queue; once it runs its answer is ignored. */
    const drop = () => {
      const at = waiting.indexOf(queued);
      if (at !== -1) waiting.splice(at, 1);
      job.reject(signal?.reason);
    };
    const forget = () => signal?.removeEventListener('abort', drop);
    const queued: Job = { ...job, resolve: settling(job.resolve, forget), reject: settling(job.reject, forget) };
    signal?.addEventListener('abort', drop, { once: true });
    const behind = job.isUrgent ? waiting.findIndex(({ isUrgent }) => !isUrgent) : -1;
    waiting.splice(behind === -1 ? waiting.length : behind, 0, queued);
    runNext();
  }

  function runNext(): void {
    const job = running === undefined ? waiting.shift() : undefined;
    if (job === undefined) return;
    worker ??= startWorker();
    const request: Numbered<KustoRequest> = { ...job.request, id: ++lastId };
    running = { job, timer: setTimeout(giveUp, warm ? timeLimit : timeLimit + loadingTime) };
    worker.ref();
    worker.postMessage(request);
  }

  function startWorker(): Worker {
    const started = new Worker(workerPath);
    started.on('message', ({ id, ...answer }: Numbered<KustoAnswer>) => {
      if (started === worker && id === lastId) settle(answer);
    });
    started.on('error', (error) => lose(started, error));
    started.on('exit', (code) => lose(started, new Error(`The thread that checks KQL has ended with code ${code}.`)));
    return started;
  }

  function settle(answer: KustoAnswer): void {
    warm = true;
    if ('failure' in answer) fail(new ServiceFailure(`The Kusto language service failed: ${answer.failure}`));
    else finish()?.resolve(answer);
    if (running === undefined && waiting.length === 0) worker?.unref();
    runNext();
  }

  function giveUp(): void {
    const slow = worker;
    stopWorker();
    fail(new Error(`Checking the query took longer than ${timeLimit / 1000} s and was ended.`));
    void slow?.terminate();
    runNext();
  }

  function lose(lost: Worker, error: unknown): void {
    if (lost !== worker) return;
    stopWorker();
    fail(error);
    runNext();
  }

  function stopWorker(): void {
    worker = undefined;
    warm = false;
  }

  function fail(error: unknown): void {
    finish()?.reject(error);
  }

  function finish(): Job | undefined {
    if (running === undefined) return undefined;
    const { job, timer } = running;
    clearTimeout(timer);
    running = undefined;
    return job;
  }
}

interface Job {
  readonly request: KustoRequest;
  readonly isUrgent: boolean;
  readonly resolve: (answer: KustoAnswer) => void;
  readonly reject: (reason: unknown) => void;
}

function settling<T>(settle: (value: T) => void, before: () => void): (value: T) => void {
  return (value) => {
    before();
    settle(value);
  };
}

const disposedMessage = 'The validator of KQL has been disposed of.';

/** Milliseconds that a slow machine may need for 5 MB of code and a target's tables. */
const loadingTime = 30_000;
