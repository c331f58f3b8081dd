import { devicesOf } from './devices.ts';
import type { Obstacle, Row, RunQuery, Translated } from './reading.ts';
import { withUniqueTimes } from './times.ts';

/** For each of the rows that the query answers, what it answers. They are told apart by their times, which the queries of rules leave as they are. */
export async function runOnRows(
  text: string,
  rows: readonly Row[],
  { query, mapping, run, signal }: Translated & { readonly run: RunQuery; readonly signal?: AbortSignal | undefined },
): Promise<ReadonlyMap<Row, Row> | Obstacle> {
  if (rows.length === 0) return new Map();
  const { column, timed } = withUniqueTimes(rows, mapping);
  const result = await run(text, {
    tables: { ...devicesOf(mapping, rows), [query.table]: timed.map(({ row }) => row) },
    target: mapping.target,
    ...(signal !== undefined && { signal }),
  });
  const problem = result.problems.find(({ severity }) => severity === 'error');
  if (problem !== undefined) return { obstacle: problem.message };
  const [first] = result.rows;
  if (first !== undefined && !Object.hasOwn(first, column))
    return { obstacle: `Its rows have no \`${column}\`, by which the events are told apart.` };
  const found = new Map(result.rows.map((row) => [row[column], row]));
  return new Map(
    rows.flatMap((row, index) => {
      const answered = found.get(timed[index]?.time);
      return answered === undefined ? [] : [[row, answered] as const];
    }),
  );
}
