import { table } from '../catalog/tables.ts';
import { parseTimestamp, timestampOf } from '../events/timestamp.ts';
import type { TableMapping } from '../kql/tableMapping.ts';
import type { Row } from './reading.ts';

export interface TimedRow {
  readonly row: Row;
  /** As the evaluator prints it. */
  readonly time: string;
}

/**
 * Rows of which no two have the same time, so that they can be told apart in a result. A row keeps its own time unless
 * another one has it already: then it is later, by as many ticks of 100 ns as it takes.
 */
export function withUniqueTimes(
  rows: readonly Row[],
  { table: name, target }: TableMapping,
): { readonly column: string; readonly timed: readonly TimedRow[] } {
  const column = timeColumn(name, target);
  const taken = new Set<bigint>();
  const timed = rows.map((row): TimedRow => {
    let ticks = ticksIn(row[column]) ?? 0n;
    while (taken.has(ticks)) ticks++;
    taken.add(ticks);
    const time = written(ticks);
    return { row: { ...row, [column]: time }, time };
  });
  return { column, timed };
}

/** The column of the time of an event. */
export function timeColumn(name: string, target: TableMapping['target']): string {
  return table(name, target)?.timeColumn ?? 'TimeGenerated';
}

/** When an event was; one without a time gets one by its position, a minute after the one before. */
export function timeOfEvent(event: Row, position: number): string {
  return new Date(timestampOf(event) ?? firstTime + position * 60_000).toISOString();
}

const firstTime = Date.UTC(2026, 0, 1);

const ticksInMillisecond = 10_000n;

function ticksOf(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds)) * ticksInMillisecond;
}

function ticksIn(value: unknown): bigint | undefined {
  if (value instanceof Date) return ticksOf(value.getTime());
  if (typeof value !== 'string') return undefined;
  const milliseconds = parseTimestamp(value);
  if (milliseconds === undefined || Math.abs(milliseconds) > 8e15) return undefined;
  const [, fraction = ''] = /:\d\d[.,](\d{4,7})/.exec(value) ?? [];
  const below = BigInt(fraction.padEnd(7, '0').slice(3));
  return BigInt(Math.floor(milliseconds)) * ticksInMillisecond + (fraction === '' ? 0n : below);
}

function written(ticks: bigint): string {
  const below = ((ticks % ticksInMillisecond) + ticksInMillisecond) % ticksInMillisecond;
  const time = new Date(Number((ticks - below) / ticksInMillisecond)).toISOString();
  return `${time.slice(0, -1)}${String(below).padStart(4, '0')}Z`;
}
