import { workerData } from 'node:worker_threads';
import { runsQueries } from './messages.ts';

/** One bundle for both threads that need Microsoft's service, since it is 5 MB: the one that checks queries, and the one that runs them. */
void (workerData === runsQueries ? import('./serve.ts') : import('../../kql/validation/worker.ts'));
