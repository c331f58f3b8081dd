import { parentPort } from 'node:worker_threads';
import { analyse } from './analyse.ts';
import type { ValidationAnswer, ValidationRequest } from './messages.ts';

parentPort?.on('message', (request: ValidationRequest) => parentPort?.postMessage(answer(request)));

function answer({ id, query, target }: ValidationRequest): ValidationAnswer {
  try {
    return { id, diagnostics: analyse(query, target) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}
