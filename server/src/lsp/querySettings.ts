import type { ConvertOptions } from '../kql/convert.ts';
import { isTimeRange } from '../kql/timeRange.ts';

/** How the queries of the preview, of exports and of diagnostics are written: `sigmasmith.kql` of the configuration. */
export type QuerySettings = Pick<
  ConvertOptions,
  'timeRange' | 'termIndex' | 'tables' | 'strict' | 'header' | 'watchlists' | 'asimFunctions'
>;

export const defaultQuerySettings: QuerySettings = {};

/** What is missing, or nothing can be made of, keeps its default. */
export function readQuerySettings(section: unknown): QuerySettings {
  if (typeof section !== 'object' || section === null) return defaultQuerySettings;
  const { timeRange, termIndex, preferTables, strict, header, watchlists, asimFunctions } = section as Section;
  const time = typeof timeRange === 'string' ? timeRange.trim() : '';
  return {
    ...(isTimeRange(time) && { timeRange: time }),
    ...(Array.isArray(preferTables) && { tables: { prefer: preferTables.filter((each) => typeof each === 'string') } }),
    ...(asimFunctions === 'builtin' && { asimFunctions }),
    termIndex: termIndex !== false,
    strict: strict === true,
    header: header === true,
    watchlists: readWatchlists(watchlists),
  };
}

type Section = Readonly<
  Record<'timeRange' | 'termIndex' | 'preferTables' | 'strict' | 'header' | 'watchlists' | 'asimFunctions', unknown>
>;

/** By the name of a placeholder: `ALIAS:COLUMN`. */
function readWatchlists(value: unknown): NonNullable<QuerySettings['watchlists']> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, written]) => {
      const [, alias, column] = /^([^:]+):(.+)$/.exec(String(written)) ?? [];
      return alias === undefined || column === undefined
        ? []
        : [[name, { alias: alias.trim(), column: column.trim() }]];
    }),
  );
}
