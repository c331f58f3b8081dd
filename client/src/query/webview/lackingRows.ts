import type { RunQueryResult } from '../../../../server/src/lsp/protocol.ts';

/**
 * Which table lacks sample rows and the file they would be read from, in Markdown's words; undefined if none lacks any. A
 * query that does not get as far as reading says nothing of tables.
 */
export function sampleHint({ files, tablesWithoutRows }: RunQueryResult, fileName: string): string | undefined {
  const stem = fileName.replace(/\.[^.]*$/, '');
  const [table, ...others] = tablesWithoutRows;
  if (table !== undefined)
    return `There are no sample rows of ${listed([table, ...others])}. Put them, as JSON by the names of the columns, in \`${stem}.${table}.json\` beside the query${others.length > 0 ? ' and so on' : ''}.`;
  if (files.length > 0) return undefined;
  return `No sample rows belong to this query. Rows of a table are read from \`${stem}.TABLE.json\` beside it: JSON, by the names of its columns.`;
}

/** The first operator that leaves no row. Where a table has no rows to begin with, no operator is to blame. */
export function firstWithoutRows({
  steps,
  tablesWithoutRows,
}: RunQueryResult): RunQueryResult['steps'][number] | undefined {
  return tablesWithoutRows.length > 0 ? undefined : steps.find(({ rows }) => rows === 0);
}

/** "`A`, `B` and `C`". */
function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length < 2 ? quoted.join() : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
