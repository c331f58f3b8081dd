import { availableParallelism } from 'node:os';
import { Worker, workerData } from 'node:worker_threads';
import { type CheckRequest, createFileChecker, type FileReport, type FileToCheck } from './checkFiles.ts';

/**
 * The reports of files by their paths. Many files are shared with worker threads, each of which loads this bundle again
 * and takes the next few files whenever it has finished some; what a worker fails to report is checked here.
 */
export async function checkInParallel(
  files: readonly FileToCheck[],
  request: CheckRequest,
): Promise<ReadonlyMap<string, FileReport>> {
  const reports = new Map<string, FileReport>();
  const add = (found: readonly FileReport[]): void => {
    for (const report of found) reports.set(report.path, report);
  };
  const next = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const count = Math.min(availableParallelism() - 1, mostWorkers, Math.floor(files.length / filesForWorker));
  const missing = new Set<FileToCheck>();
  const workers = Array.from({ length: count }, () =>
    startWorker({ task: 'check', files, request, next }, add, missing),
  );
  await checkShare(files, request, next, (_, found) => add(found));
  await Promise.all(workers);
  const checker = createFileChecker(request);
  for (const file of missing) add([await checker.check(file)].flatMap((report) => report ?? []));
  return reports;
}

/** A worker costs a tenth of a second of a processor, as much as a few hundred rules. */
const filesForWorker = 400;
const mostWorkers = 3;

/** How many files are taken at a time. */
const share = 40;

/** What a worker is started with. */
interface WorkerTask {
  readonly task: 'check';
  readonly files: readonly FileToCheck[];
  readonly request: CheckRequest;
  /** A number: the first file that nobody has taken. */
  readonly next: SharedArrayBuffer;
}

type WorkerMessage =
  | { readonly taken: number }
  | { readonly reported: number; readonly reports: readonly FileReport[] };

/** Settles when the worker has ended; the files that it took and did not report are in `missing` then. */
function startWorker(
  task: WorkerTask,
  add: (reports: readonly FileReport[]) => void,
  missing: Set<FileToCheck>,
): Promise<void> {
  return new Promise((resolve) => {
    const worker = new Worker(__filename, { workerData: task });
    worker.on('message', (message: WorkerMessage) => {
      const start = 'taken' in message ? message.taken : message.reported;
      for (const file of task.files.slice(start, start + share)) {
        if ('taken' in message) missing.add(file);
        else missing.delete(file);
      }
      if ('reports' in message) add(message.reports);
    });
    worker.on('error', () => undefined);
    worker.on('exit', () => resolve());
  });
}

/** Takes files until there are none left. */
async function checkShare(
  files: readonly FileToCheck[],
  request: CheckRequest,
  next: SharedArrayBuffer,
  report: (start: number, reports: readonly FileReport[]) => void,
  take: (start: number) => void = () => undefined,
): Promise<void> {
  const checker = createFileChecker(request);
  const counter = new Int32Array(next);
  for (;;) {
    const start = Atomics.add(counter, 0, share);
    const slice = files.slice(start, start + share);
    if (slice.length === 0) return;
    take(start);
    const reports: FileReport[] = [];
    for (const file of slice) {
      const found = await checker.check(file);
      if (found !== undefined) reports.push(found);
    }
    report(start, reports);
  }
}

/** Whether this thread is such a worker. */
export function isCheckWorker(): boolean {
  return workerTask() !== undefined;
}

/** The worker's side. */
export async function runCheckWorker(post: (message: WorkerMessage) => void): Promise<void> {
  const task = workerTask();
  if (task === undefined) return;
  await checkShare(
    task.files,
    task.request,
    task.next,
    (start, reports) => post({ reported: start, reports }),
    (start) => post({ taken: start }),
  );
}

function workerTask(): WorkerTask | undefined {
  const data: unknown = workerData;
  return typeof data === 'object' && data !== null && 'task' in data && data.task === 'check'
    ? (data as WorkerTask)
    : undefined;
}
