import type { SampleRow } from './samples.ts';
import { parseJson } from './values/json.ts';
import { parseLong } from './values/long.ts';
import type { Dynamic } from './values/value.ts';

/**
 * Rows whose values are all text, as those of a CSV file are, with the values that a column's texts say: booleans, longs,
 * reals, arrays and bags, if all texts of the column that are not empty are of one kind. That is how Kusto infers a schema
 * from data ("infer_storage_schema plugin"); where it does not say what it makes of a text, the column stays text:
 * numbers with leading zeros or signs, which are rather names, and longs beyond 64 bits. Times stay text, too, and are
 * told by whoever gives the columns their types.
 */
export function typedTexts(rows: readonly SampleRow[]): readonly SampleRow[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  const readers = new Map([...names].flatMap((name) => readerOf(name, rows) ?? []));
  if (readers.size === 0) return rows;
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, read(value, readers.get(name))])),
  );
}

type Reader = (text: string) => Dynamic | undefined;

function read(value: unknown, reader: Reader | undefined): unknown {
  return typeof value === 'string' && value !== '' ? (reader?.(value) ?? value) : value;
}

/** The first kind that all texts of the column are of. */
function readerOf(name: string, rows: readonly SampleRow[]): readonly [string, Reader][] | undefined {
  const texts = rows.map((row) => row[name]).filter((value) => value !== undefined && value !== null && value !== '');
  if (texts.length === 0) return undefined;
  const found = kinds.find((reader) => texts.every((text) => typeof text === 'string' && reader(text) !== undefined));
  return found && [[name, found]];
}

const kinds: readonly Reader[] = [
  (text) => (/^(?:true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined),
  (text) => (/^(?:0|-?[1-9]\d*)$/.test(text) ? (parseLong(text) ?? undefined) : undefined),
  (text) => (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) && isExact(text) ? Number(text) : undefined),
  (text) => (/^\s*[[{]/.test(text) ? parseJson(text) : undefined),
];

/** An integer that is too long for a long would lose digits as a real. */
function isExact(text: string): boolean {
  return Number.isFinite(Number(text)) && (/[.eE]/.test(text) || parseLong(text) !== undefined);
}
