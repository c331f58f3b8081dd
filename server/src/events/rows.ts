import type { Problem } from '../problem.ts';
import { readCsv } from './csv.ts';
import { readEvents } from './read.ts';

/** Rows of a table as an export has them: by the names of the columns. */
export interface RowFile {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly problems: readonly Problem[];
}

/** Reads rows as the file's name says: comma-separated values, or JSON in any of the forms that events have. */
export function readRows(name: string, text: string): RowFile {
  if (hasTextOnly(name)) return readCsvRows(text);
  const { events, problems } = readEvents(text);
  return { rows: events.map(({ event }) => event), problems };
}

/** Whether all values of the file are text, whatever they mean: it knows no types. */
export function hasTextOnly(name: string): boolean {
  return /\.csv$/i.test(name);
}

/** Whether a file of that name can hold rows. */
export function isRowFile(name: string): boolean {
  return /\.(?:json|jsonl|ndjson|csv)$/i.test(name);
}

function readCsvRows(text: string): RowFile {
  const { records, problem } = readCsv(text);
  if (problem === undefined) return { rows: records, problems: [] };
  const { message, offset } = problem;
  const range = { start: offset, end: offset + 1 };
  return { rows: records, problems: [{ code: 'event-broken', severity: 'error', message, range }] };
}
