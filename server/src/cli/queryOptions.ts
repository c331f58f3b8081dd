import { table } from '../catalog/tables.ts';
import type { Target } from '../catalog/target.ts';
import type { ConvertOptions } from '../kql/convert.ts';
import { isTimeRange } from '../kql/timeRange.ts';
import { WrongUseError } from './wrongUse.ts';

/** What somebody may wish of the queries themselves, for the help of a command. */
export const queryOptionsHelp = `--watchlists NAME=ALIAS:COLUMN
                   the values of %NAME% are those of a column of a Sentinel
                   watchlist; may be given several times
  --prefer TABLE   read this table where it can answer; may be given several times
  --time TIME      only the last 1d, 12h, 30m of the events
  --header         begin each query with the rule's title, id and level
  --strict         no query that is only near to the rule
  --no-term-index  leave out the conditions on whole terms that only make a query
                   faster`;

/** For `parseArguments`. */
export const queryOptionsConfig = {
  watchlists: { type: 'string', multiple: true, default: [] as string[] },
  prefer: { type: 'string', multiple: true, default: [] as string[] },
  time: { type: 'string' },
  header: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  'no-term-index': { type: 'boolean', default: false },
} as const;

interface Values {
  readonly watchlists: readonly string[];
  readonly prefer: readonly string[];
  readonly time?: string | undefined;
  readonly header: boolean;
  readonly strict: boolean;
  readonly 'no-term-index': boolean;
}

/** The options as the conversion takes them; throws a `WrongUseError` for one that nothing can be made of. */
export function queryOptionsOf(values: Values, target: Target): Omit<ConvertOptions, 'target'> {
  const { watchlists, prefer, time, header, strict } = values;
  const unknown = prefer.find((name) => table(name, target) === undefined);
  if (unknown !== undefined) throw new WrongUseError(`--prefer: the target \`${target}\` has no table \`${unknown}\`.`);
  if (time !== undefined && !isTimeRange(time))
    throw new WrongUseError(`--time has to be a number with d, h, m or s, such as 1d, not \`${time}\`.`);
  return {
    header,
    strict,
    termIndex: !values['no-term-index'],
    tables: { prefer },
    watchlists: Object.fromEntries(watchlists.map(watchlistOf)),
    ...(time !== undefined && { timeRange: time }),
  };
}

function watchlistOf(written: string): [string, { readonly alias: string; readonly column: string }] {
  const [, name, alias, column] = /^([^=]+)=([^:]+):(.+)$/.exec(written) ?? [];
  if (name === undefined || alias === undefined || column === undefined)
    throw new WrongUseError(`--watchlists has to be NAME=ALIAS:COLUMN, not \`${written}\`.`);
  return [name, { alias, column }];
}
