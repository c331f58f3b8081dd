import { parentPort } from 'node:worker_threads';
import { runKql } from '../runKql.ts';
import type { SampleTable } from '../samples.ts';
import type { RunAnswer, RunRequest } from './messages.ts';

parentPort?.on('message', async (request: RunRequest) => parentPort?.postMessage(await answer(request)));

async function answer({ id, query, options, ...sent }: RunRequest): Promise<RunAnswer> {
  try {
    const known = new Map(held);
    held.clear();
    const tables = tablesOf(sent.tables, known);
    const watchlists = tablesOf(sent.watchlists, known);
    return { id, result: await runKql(query, { ...options, tables, watchlists }) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** The tables of the last request by their numbers. */
const held = new Map<number, SampleTable>();

function tablesOf(
  sent: RunRequest['tables'],
  known: ReadonlyMap<number, SampleTable>,
): Readonly<Record<string, SampleTable>> {
  return Object.fromEntries(
    Object.entries(sent).map(([name, { number, table = known.get(number) }]) => {
      if (table === undefined) throw new Error(`The rows of \`${name}\` are not there any more.`);
      held.set(number, table);
      return [name, table];
    }),
  );
}
