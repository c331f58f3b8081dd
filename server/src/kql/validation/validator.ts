import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Target } from '../../catalog/target.ts';
import type { KqlDiagnostic } from './diagnostic.ts';
import type { ValidationAnswer, ValidationRequest } from './messages.ts';

/** Checks queries in a worker thread, one after the other. */
export interface Validator {
  /**
   * What the Kusto language service says about a query against the target's tables. Rejects with the signal's reason
   * when it is aborted, and with an error when the worker fails, takes too long or is disposed of; the next request
   * then has a new worker.
   */
  validate(query: string, target: Target, signal?: AbortSignal): Promise<readonly KqlDiagnostic[]>;
  /** Starts the worker and lets it load a target's tables, which takes 1.5 s, so that the first `validate` need not wait. Does nothing while there is a worker. */
  warmUp(target: Target): void;
  dispose(): Promise<void>;
}

export interface ValidatorOptions {
  /** The worker's bundle; by default `kustoWorker.cjs` beside the bundle that this is part of. */
  readonly workerPath?: string;
  /** How long one query may take, in milliseconds, the loading of the worker not counted. */
  readonly timeLimit?: number;
}

/** No thread is started and nothing is loaded before the first request. */
export function createValidator({ workerPath, timeLimit = 10_000 }: ValidatorOptions = {}): Validator {
  const waiting: Job[] = [];
  let running: { readonly job: Job; readonly timer: NodeJS.Timeout } | undefined;
  let worker: Worker | undefined;
  let warm = false;
  let lastId = 0;
  let disposed = false;

  return {
    validate: (query, target, signal) => {
      return new Promise((resolve, reject) => {
        if (disposed) reject(new Error('The validator of KQL has been disposed of.'));
        else if (signal?.aborted) reject(signal.reason);
        else enqueue({ query, target, resolve, reject, signal });
      });
    },
    warmUp: (target) => {
      if (!disposed && worker === undefined)
        enqueue({ query: '', target, resolve: () => {}, reject: () => {}, signal: undefined });
    },
    dispose: async () => {
      disposed = true;
      const ended = worker;
      stopWorker();
      fail(new Error('The validator of KQL has been disposed of.'));
      for (const job of waiting.splice(0)) job.reject(new Error('The validator of KQL has been disposed of.'));
      await ended?.terminate();
    },
  };

  function enqueue({ signal, ...job }: Job & { readonly signal: AbortSignal | undefined }): void {
    /** While it waits it is taken out of the queue; once it runs its answer is ignored. */
    const drop = () => {
      const at = waiting.indexOf(queued);
      if (at !== -1) waiting.splice(at, 1);
      job.reject(signal?.reason);
    };
    const forget = () => signal?.removeEventListener('abort', drop);
    const queued: Job = { ...job, resolve: settling(job.resolve, forget), reject: settling(job.reject, forget) };
    signal?.addEventListener('abort', drop, { once: true });
    waiting.push(queued);
    runNext();
  }

  function runNext(): void {
    const job = running === undefined ? waiting.shift() : undefined;
    if (job === undefined) return;
    worker ??= startWorker();
    const request: ValidationRequest = { id: ++lastId, query: job.query, target: job.target };
    running = { job, timer: setTimeout(giveUp, warm ? timeLimit : timeLimit + loadingTime) };
    worker.ref();
    worker.postMessage(request);
  }

  function startWorker(): Worker {
    const started = new Worker(workerPath ?? path.join(__dirname, 'kustoWorker.cjs'));
    started.on('message', (answer: ValidationAnswer) => {
      if (started === worker && answer.id === lastId) settle(answer);
    });
    started.on('error', (error) => lose(started, error));
    started.on('exit', (code) => lose(started, new Error(`The thread that checks KQL has ended with code ${code}.`)));
    return started;
  }

  function settle(answer: ValidationAnswer): void {
    warm = true;
    if ('failure' in answer) fail(new Error(`The Kusto language service failed: ${answer.failure}`));
    else finish()?.resolve(answer.diagnostics);
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
  readonly query: string;
  readonly target: Target;
  readonly resolve: (diagnostics: readonly KqlDiagnostic[]) => void;
  readonly reject: (reason: unknown) => void;
}

function settling<T>(settle: (value: T) => void, before: () => void): (value: T) => void {
  return (value) => {
    before();
    settle(value);
  };
}

/** Milliseconds that a slow machine may need for 5 MB of code and a target's tables. */
const loadingTime = 30_000;
