import { availableParallelism } from 'node:os';
import { Worker, workerData } from 'node:worker_threads';
import { type JobName, type Jobs, type Runner, runners } from './jobs.ts';

/**
 * The reports of files, in their order. Many files are shared with worker threads, each of which loads this bundle again
 * and takes the next few files whenever it has finished some; what a worker fails to report is done here.
 */
export async function inParallel<Name extends JobName>(
  job: Name,
  files: readonly Jobs[Name]['file'][],
  request: Jobs[Name]['request'],
): Promise<Jobs[Name]['report'][]> {
  const reports = new Map<number, Jobs[Name]['report']>();
  const add = (start: number, found: readonly Jobs[Name]['report'][]): void => {
    for (const [index, report] of found.entries()) reports.set(start + index, report);
  };
  const next = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const count = Math.min(availableParallelism() - 1, mostWorkers, Math.floor(files.length / filesForWorker));
  const workers = Array.from({ length: count }, () => startWorker({ job, files, request, next }, add));
  const run = runners[job](request);
  await runShare(run, files, next, add);
  await Promise.all(workers);
  const all: Jobs[Name]['report'][] = [];
  for (const [index, file] of files.entries()) {
    const known = reports.get(index);
    all.push(known !== undefined || reports.has(index) ? (known as Jobs[Name]['report']) : await run(file));
  }
  return all;
}

/** A worker costs a tenth of a second of a processor, as much as a few hundred rules. */
const filesForWorker = 400;
const mostWorkers = 3;

/** How many files are taken at a time. */
const share = 40;

/** What a worker is started with. */
interface WorkerTask<Name extends JobName> {
  readonly job: Name;
  readonly files: readonly Jobs[Name]['file'][];
  readonly request: Jobs[Name]['request'];
  /** A number: the first file that nobody has taken. */
  readonly next: SharedArrayBuffer;
}

interface WorkerMessage<Report> {
  readonly start: number;
  readonly reports: readonly Report[];
}

/** Settles when the worker has ended, however that came. */
function startWorker<Name extends JobName>(
  task: WorkerTask<Name>,
  add: (start: number, reports: readonly Jobs[Name]['report'][]) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const worker = new Worker(__filename, { workerData: task });
    worker.on('message', ({ start, reports }: WorkerMessage<Jobs[Name]['report']>) => add(start, reports));
    worker.on('error', () => undefined);
    worker.on('exit', () => resolve());
  });
}

/** Takes files until there are none left. */
async function runShare<Name extends JobName>(
  run: Runner<Name>,
  files: readonly Jobs[Name]['file'][],
  next: SharedArrayBuffer,
  report: (start: number, reports: readonly Jobs[Name]['report'][]) => void,
): Promise<void> {
  const counter = new Int32Array(next);
  for (;;) {
    const start = Atomics.add(counter, 0, share);
    const slice = files.slice(start, start + share);
    if (slice.length === 0) return;
    const reports: Jobs[Name]['report'][] = [];
    for (const file of slice) reports.push(await run(file));
    report(start, reports);
  }
}

/** Whether this thread is such a worker. */
export function isWorker(): boolean {
  return workerTask() !== undefined;
}

/** The worker's side. */
export async function runWorker(post: (message: WorkerMessage<unknown>) => void): Promise<void> {
  const task = workerTask();
  if (task !== undefined) await runTask(task, post);
}

function runTask<Name extends JobName>(
  { job, files, request, next }: WorkerTask<Name>,
  post: (message: WorkerMessage<unknown>) => void,
): Promise<void> {
  return runShare(runners[job](request), files, next, (start, reports) => post({ start, reports }));
}

function workerTask(): WorkerTask<JobName> | undefined {
  const data: unknown = workerData;
  return typeof data === 'object' && data !== null && 'job' in data ? (data as WorkerTask<JobName>) : undefined;
}
