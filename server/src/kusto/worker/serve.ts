import { parentPort } from 'node:worker_threads';
import { runKql } from '../runKql.ts';
import type { RunAnswer, RunRequest } from './messages.ts';

parentPort?.on('message', async (request: RunRequest) => parentPort?.postMessage(await answer(request)));

async function answer({ id, query, options }: RunRequest): Promise<RunAnswer> {
  try {
    return { id, result: await runKql(query, options) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}
