import type { Scan } from '../../tabular.ts';
import { kql } from '../keys.ts';
import type { Names } from '../names.ts';

/** Events in an order: what is carried from row to row to know when such a sequence began. */
export interface Chain {
  readonly columns: Scan['columns'];
  /** For each link: the column with the latest time at which a sequence up to it began. */
  readonly begins: readonly string[];
}

export interface ChainOptions {
  readonly names: Names;
  readonly time: string;
  /** What the columns are called, before the number of the link. */
  readonly label: string;
  /** The column that says that the row before is of another group; undefined without groups. */
  readonly changed: string | undefined;
  /** Rows of one moment do not follow each other, because some of them may be one event. */
  readonly isStrict: boolean;
}

/**
 * One column a link. `flags` says for each link which rows fit it; undefined for each. A row that fits continues what was
 * there before it, so that it never follows itself. Read backwards in time, a sequence begins with its end.
 */
export function chainOf(flags: readonly (string | undefined)[], options: ChainOptions): Chain {
  const { names, time, label, changed, isStrict } = options;
  const begins = flags.map((_, link) => names.free(`${label}_${link + 1}`));
  const befores = isStrict ? flags.slice(1).map((_, link) => names.free(`${label}_${link + 1}_before`)) : [];
  const prior = (link: number): string =>
    isStrict ? `iff(${time} == row.${time}, row.${befores[link]}, row.${begins[link]})` : `row.${begins[link]}`;
  const within = (value: string): string =>
    changed === undefined ? value : `iff(${changed}, datetime(null), ${value})`;
  const columns = flags.map((flag, link) => {
    const name = begins[link] ?? '';
    if (link === 0) {
      const value = flag === undefined ? time : `iff(${flag}, ${time}, ${within(`row.${name}`)})`;
      return { name, type: 'datetime', value: kql(value) } as const;
    }
    const value = flag === undefined ? prior(link - 1) : `iff(${flag}, ${prior(link - 1)}, row.${name})`;
    return { name, type: 'datetime', value: kql(within(value)) } as const;
  });
  const before = befores.map((name, link) => ({ name, type: 'datetime', value: kql(within(prior(link))) }) as const);
  return { columns: [...columns, ...before], begins };
}
