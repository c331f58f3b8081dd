import type { Aggregate } from './aggregate.ts';
import { collecting } from './collecting.ts';
import { counting } from './counting.ts';
import { numbers } from './numbers.ts';
import { percentileAggregates } from './percentiles.ts';
import { picking } from './picking.ts';

/** The aggregate function of that name, if there is one here. */
export function aggregateFunction(name: string): Aggregate | undefined {
  return table.get(name);
}

export function aggregateNames(): string[] {
  return [...table.keys()];
}

const table: ReadonlyMap<string, Aggregate> = new Map(
  Object.entries({ ...counting, ...numbers, ...collecting, ...picking, ...percentileAggregates }),
);
