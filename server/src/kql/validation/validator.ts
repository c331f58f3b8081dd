import path from 'node:path';
import type { Target } from '../../catalog/target.ts';
import type { KqlAnswer, KqlFeature, KqlQuestion } from '../language/answer.ts';
import type { KqlDiagnostic } from './diagnostic.ts';
import { type AskOptions, createThread } from './thread.ts';

/** Asks Microsoft's language service about queries and KQL documents, in one worker thread, one request after the other. */
export interface Validator {
  /**
   * What the Kusto language service says about a query against the target's tables. Rejects with the signal's reason
   * when it is aborted, and with an error when the worker fails, takes too long or is disposed of; the next request
   * then has a new worker.
   */
  validate(query: string, target: Target, signal?: AbortSignal): Promise<readonly KqlDiagnostic[]>;
  /** What a language feature answers about a KQL document; rejects as `validate` does. */
  ask<Feature extends KqlFeature>(question: KqlQuestion<Feature>, options?: AskOptions): Promise<KqlAnswer<Feature>>;
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
  const thread = createThread(workerPath ?? path.join(__dirname, 'kustoWorker.cjs'), timeLimit);
  return {
    validate: async (query, target, signal) => {
      const answer = await thread.ask({ query, target }, { signal });
      return 'diagnostics' in answer ? answer.diagnostics : [];
    },
    ask: async <Feature extends KqlFeature>(question: KqlQuestion<Feature>, options: AskOptions = {}) => {
      const answer = await thread.ask({ question: question as unknown as KqlQuestion }, options);
      return ('answer' in answer ? answer.answer : undefined) as KqlAnswer<Feature>;
    },
    warmUp: (target) => {
      if (!thread.isStarted) thread.ask({ query: '', target }, {}).catch(() => undefined);
    },
    dispose: thread.dispose,
  };
}
