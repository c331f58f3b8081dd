import { Failure } from './failure.ts';

export interface Limits {
  /** Of computing, 10,000 by default. */
  readonly milliseconds?: number;
  /** Held by all rows that the query makes, estimated; 512 MB by default. */
  readonly bytes?: number;
}

/** Counts what a run uses up. Every function throws a `Failure` once a limit is passed. */
export interface Budget {
  /** For each row or pair of rows that is looked at. */
  readonly tick: () => void;
  /** For rows that are made: their number and that of their columns. */
  readonly rows: (count: number, columns: number) => void;
  /** For other memory. */
  readonly bytes: (count: number) => void;
}

export function createBudget({ milliseconds = 10_000, bytes = 512 * 2 ** 20 }: Limits, signal?: AbortSignal): Budget {
  const end = Date.now() + milliseconds;
  let ticks = 0;
  let held = 0;
  const look = () => {
    if (signal?.aborted) throw new Failure('kql-limit', 'The query was cancelled.');
    if (Date.now() > end) throw new Failure('kql-limit', `The query was stopped after ${milliseconds / 1000} s.`);
  };
  const hold = (count: number) => {
    held += count;
    if (held <= bytes) return;
    const limit = Math.round(bytes / 2 ** 20);
    throw new Failure('kql-limit', `The query was stopped because its rows need more than ${limit} MB.`);
  };
  return {
    tick: () => {
      if ((++ticks & 1023) === 0) look();
    },
    rows: (count, columns) => hold(count * (bytesOfRow + columns * bytesOfCell)),
    bytes: hold,
  };
}

const bytesOfRow = 40;
const bytesOfCell = 16;
