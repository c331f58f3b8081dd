import type { RunOptions } from './runOptions.ts';
import { rowsOf, type SampleRow, sampleReader } from './samples.ts';
import { ticksOfDate } from './values/datetime.ts';
import { tick } from './values/timespan.ts';

/**
 * What `now()` answers, in ticks: the given time, or a second after the newest event of the samples, so that old samples
 * lie inside a window of `ago(…)`; without any the time of the machine.
 */
export function clockOf({ now, tables }: Pick<RunOptions, 'now' | 'tables'>): bigint {
  if (now !== undefined) return ticksOfDate(now);
  const times = Object.values(tables).flatMap((table) => newestOf(rowsOf(table)) ?? []);
  if (times.length === 0) return ticksOfDate(new Date());
  return times.reduce((newest, time) => (time > newest ? time : newest)) + tick.second;
}

/** Kept for each array, since reading all times takes longer than many a query. */
function newestOf(rows: readonly SampleRow[]): bigint | undefined {
  const known = remembered.get(rows);
  if (known !== undefined && known.rows === rows.length) return known.newest;
  let newest: bigint | undefined;
  for (const read of timeReaders) {
    for (const row of rows) {
      const time = read(row);
      if (typeof time === 'bigint' && (newest === undefined || time > newest)) newest = time;
    }
  }
  remembered.set(rows, { rows: rows.length, newest });
  return newest;
}

const remembered = new WeakMap<readonly SampleRow[], { readonly rows: number; readonly newest: bigint | undefined }>();

const timeReaders = ['TimeGenerated', 'Timestamp'].map((name) => sampleReader([name], 'datetime'));
