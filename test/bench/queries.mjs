// @ts-check
import { importTypeScript } from '../../scripts/importTypeScript.mjs';
import { processEvents } from './processEvents.mjs';

const rowCount = 100_000;
const rounds = 7;
/** The parser has 60,000 lines: the engine needs some hundred queries to make machine code of them. */
const roundsToWarm = 600;

/** @type {Record<string, { query: string, gate: number }>} */
const queries = {
  'filtered by the query of a rule': {
    query: `DeviceProcessEvents
| where ActionType == "ProcessCreated"
| where FolderPath endswith @"\\powershell.exe"
    and (ProcessCommandLine contains " -enc " or ProcessCommandLine contains "DownloadString" or ProcessCommandLine contains "bypass")
    and not(InitiatingProcessFolderPath endswith @"\\explorer.exe")`,
    gate: 300_000,
  },
  'summarized by two columns': {
    query: 'DeviceProcessEvents | summarize count() by DeviceName, FolderPath',
    gate: 200_000,
  },
};

/**
 * Runs KQL on generated process rows that are in memory already, in this thread.
 *
 * @returns {Promise<string[]>} lines for people.
 */
export async function measureQueries() {
  const { runKql } = /** @type {typeof import('../../server/src/kusto/runKql.ts')} */ (
    await importTypeScript('server/src/kusto/runKql.ts')
  );
  const rows = processEvents(rowCount).map(rowOf);
  const compiling = await medianOf(roundsToWarm, (round) =>
    runKql(`${queries['filtered by the query of a rule']?.query} or FileName == "${round}"`, {
      tables: { DeviceProcessEvents: rows.slice(0, 1) },
    }),
  );
  const lines = [`${compiling.toFixed(1)} ms to compile and start a rule's query once the parser is warm (gate 5)`];
  for (const [name, { query, gate }] of Object.entries(queries)) {
    const elapsed = await medianOf(rounds, () => runKql(query, { tables: { DeviceProcessEvents: rows } }));
    const rate = Math.round(rowCount / (elapsed / 1000)).toLocaleString('en');
    lines.push(`${rate} rows/s ${name} (gate ${gate.toLocaleString('en')})`);
  }
  return lines;
}

/** @param {Record<string, string | number>} event */
function rowOf(event, index = 0) {
  return {
    Timestamp: event.UtcTime ?? new Date(1.7e12 + index).toISOString(),
    ActionType: 'ProcessCreated',
    DeviceName: event.Computer ?? `host${index % 50}`,
    FolderPath: event.Image,
    ProcessCommandLine: event.CommandLine,
    InitiatingProcessFolderPath: event.ParentImage,
    InitiatingProcessCommandLine: event.ParentCommandLine,
    AccountName: event.User,
  };
}

/**
 * The median in milliseconds, the warm-up left out.
 *
 * @param {number} times
 * @param {(round: number) => Promise<unknown>} run
 */
async function medianOf(times, run) {
  const elapsed = [];
  for (let round = -Math.ceil(times / 2); round < times; round++) {
    const start = performance.now();
    await run(round);
    if (round >= 0) elapsed.push(performance.now() - start);
  }
  return elapsed.sort((left, right) => left - right)[Math.floor(elapsed.length / 2)] ?? 0;
}
