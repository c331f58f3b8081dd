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

export const defaultMilliseconds = 10_000;

export function createBudget(
  { milliseconds = defaultMilliseconds, bytes = 512 * 2 ** 20 }: Limits,
  signal?: AbortSignal,
): Budget {
  let last = Date.now();
  const end = last + milliseconds;
  let held = 0;
  /** How many ticks lie between two looks at the clock, and how many of them are left: fewer where rows take longer. */
  let interval = 1;
  let left = 1;
  const look = () => {
    const now = Date.now();
    if (signal?.aborted) throw new Failure('kql-limit', 'The query was cancelled.');
    if (now > end) throw new Failure('kql-limit', `The query was stopped after ${milliseconds / 1000} s.`);
    interval = now - last > longPause ? 1 : Math.min(2 * interval, longestInterval);
    left = interval;
    last = now;
  };
  const hold = (count: number) => {
    held += count;
    if (held <= bytes) return;
    const limit = Math.round(bytes / 2 ** 20);
    throw new Failure('kql-limit', `The query was stopped because its rows need more than ${limit} MB.`);
  };
  return {
    tick: () => {
      if (--left <= 0) look();
    },
    rows: (count, columns) => hold(count * (bytesOfRow + columns * bytesOfCell)),
    bytes: (count) => {
      if (count > muchAtOnce) look();
      hold(count);
    },
  };
}

/** Milliseconds. */
const longPause = 20;
const longestInterval = 256;
/** Whoever makes so much at once may take long from tick to tick. */
const muchAtOnce = 2 ** 16;
const bytesOfRow = 40;
const bytesOfCell = 16;
