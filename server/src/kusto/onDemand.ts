import type { RunResult } from './runKql.ts';
import type { RunOptions } from './runOptions.ts';

/**
 * Runs KQL on sample rows, in this thread. The query is parsed and bound by Microsoft's service, which is loaded with the
 * first one (5 MB, a second or two), and evaluated here; what the evaluator does not know is a problem with its place,
 * and then there are no rows.
 */
export async function runKql(query: string, options: RunOptions): Promise<RunResult> {
  const evaluator = await import('./runKql.ts');
  return evaluator.runKql(query, options);
}
