import type { RunOptions } from './runOptions.ts';
import { rowsOf, sampleReader } from './samples.ts';
import { ticksOfDate } from './values/datetime.ts';
import { tick } from './values/timespan.ts';

/**
 * What `now()` answers, in ticks: the given time, or a second after the newest event of the samples, so that old samples
 * lie inside a window of `ago(…)`; without any the time of the machine.
 */
export function clockOf({ now, tables }: Pick<RunOptions, 'now' | 'tables'>): bigint {
  if (now !== undefined) return ticksOfDate(now);
  let newest: bigint | undefined;
  for (const read of timeReaders) {
    for (const table of Object.values(tables)) {
      for (const row of rowsOf(table)) {
        const time = read(row);
        if (typeof time === 'bigint' && (newest === undefined || time > newest)) newest = time;
      }
    }
  }
  return newest === undefined ? ticksOfDate(new Date()) : newest + tick.second;
}

const timeReaders = ['TimeGenerated', 'Timestamp'].map((name) => sampleReader([name], 'datetime'));
