import { parentPort } from 'node:worker_threads';
import { answerKql } from '../language/answer.ts';
import { analyse } from './analyse.ts';
import type { KustoAnswer, KustoRequest, Numbered } from './messages.ts';

parentPort?.on('message', ({ id, ...request }: Numbered<KustoRequest>) =>
  parentPort?.postMessage({ id, ...answered(request) }),
);

function answered(request: KustoRequest): KustoAnswer {
  try {
    if ('question' in request) return { answer: answerKql(request.question) };
    return { diagnostics: analyse(request.query, request.target) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
