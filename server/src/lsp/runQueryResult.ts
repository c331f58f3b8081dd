import type { ChosenQuery } from '../kql/language/chosenQuery.ts';
import type { ResultCell } from '../kusto/output.ts';
import type { RunResult } from '../kusto/runKql.ts';
import { printJson } from '../kusto/values/json.ts';
import type { Dynamic } from '../kusto/values/value.ts';
import { createLineIndex } from '../lineIndex.ts';
import { toLspRange } from './positions.ts';
import type { QueryCell, RunQueryParams, RunQueryResult, SampleFile } from './protocol.ts';

/** The result as the client shows it: the first rows, as many as are worth showing. */
export function toRunQueryResult(
  { uri, text, version }: RunQueryParams,
  { index, count, range: query }: ChosenQuery,
  { columns, rows, problems, steps, tablesWithoutRows }: RunResult,
  files: readonly SampleFile[],
): RunQueryResult {
  const lines = createLineIndex(text);
  return {
    uri,
    version,
    ...(count > 1 && { query: { index, count, range: toLspRange(lines, query) } }),
    columns: columns.map(({ name, type }) => ({ name, type })),
    rows: firstRows(columns, rows),
    total: rows.length,
    problems: problems.map(({ code, severity, message, range }) => ({
      code,
      severity,
      message,
      range: toLspRange(lines, range),
    })),
    steps: mergedSteps(steps).map(({ range, rows: count, runs }) => ({
      range: toLspRange(lines, range),
      rows: count,
      runs,
    })),
    tablesWithoutRows: [...tablesWithoutRows],
    files: [...files],
  };
}

const mostRows = 1000;
/** Of all values together: what a message between processes takes without being felt. No value is ever cut. */
const mostCharacters = 4_000_000;

function firstRows(columns: RunResult['columns'], rows: RunResult['rows']): QueryCell[][] {
  const shown: QueryCell[][] = [];
  let characters = 0;
  for (const row of rows) {
    const cells = columns.map(({ name, type }) => toCell(row[name], type));
    for (const cell of cells) characters += typeof cell === 'string' ? cell.length : 8;
    if (shown.length >= mostRows || (characters > mostCharacters && shown.length > 0)) break;
    shown.push(cells);
  }
  return shown;
}

function toCell(cell: ResultCell | undefined, type: string): QueryCell {
  if (cell === null || cell === undefined) return null;
  if (type === 'dynamic' || typeof cell === 'object') return printJson(cell as Dynamic);
  if (typeof cell === 'bigint' || (typeof cell === 'number' && !Number.isFinite(cell))) return String(cell);
  return cell;
}

interface MergedStep {
  readonly range: RunResult['steps'][number]['range'];
  readonly rows: number;
  readonly runs: number;
}

function mergedSteps(steps: RunResult['steps']): MergedStep[] {
  const merged = new Map<string, MergedStep>();
  for (const { range, rows } of steps) {
    const key = `${range.start} ${range.end}`;
    const known = merged.get(key);
    merged.set(key, { range, rows: rows + (known?.rows ?? 0), runs: 1 + (known?.runs ?? 0) });
  }
  return [...merged.values()].sort(
    ({ range: left }, { range: right }) => left.end - right.end || left.start - right.start,
  );
}
