import { conversion } from './values/convert.ts';
import { ticksOfDate } from './values/datetime.ts';
import { parseJson, printJson } from './values/json.ts';
import { toLong } from './values/long.ts';
import { parseDatetime } from './values/parseDatetime.ts';
import type { Dynamic, ScalarType, Value } from './values/value.ts';

/** A row as an export or a fixture has it: JSON, by the names of the columns. */
export type SampleRow = Readonly<Record<string, unknown>>;

export type SampleTable =
  | readonly SampleRow[]
  | { readonly columns: Readonly<Record<string, ScalarType>>; readonly rows: readonly SampleRow[] };

export function rowsOf(table: SampleTable): readonly SampleRow[] {
  return 'rows' in table ? table.rows : table;
}

/**
 * Reads a column of that type out of rows. As at ingestion, a text is parsed and a value that does not fit is null;
 * JSON in a text is dynamic, since exports write such columns so.
 */
export function sampleReader(names: readonly string[], type: ScalarType): (row: object) => Value {
  const decode = decoders(type);
  const [name] = names;
  if (names.length === 1 && name !== undefined) return (row) => decode((row as SampleRow)[name]);
  return (row) =>
    decode(
      names
        .map((each) => (row as SampleRow)[each])
        .find((value) => value !== undefined && value !== null && value !== ''),
    );
}

/** The type that fits all values of a column without one. */
export function inferredType(values: readonly unknown[]): ScalarType {
  const present = values.filter((value) => value !== null && value !== undefined && value !== '');
  if (present.length === 0) return 'string';
  if (present.every((value) => typeof value === 'boolean')) return 'bool';
  if (present.every((value) => typeof value === 'bigint' || Number.isSafeInteger(value))) return 'long';
  if (present.every((value) => typeof value === 'number')) return 'real';
  if (present.some((value) => typeof value === 'object' && !(value instanceof Date))) return 'dynamic';
  return present.every((value) => value instanceof Date || (typeof value === 'string' && isoDate.test(value)))
    ? 'datetime'
    : 'string';
}

const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

function decoders(type: ScalarType): (value: unknown) => Value {
  switch (type) {
    case 'string':
      return (value) => (typeof value === 'string' ? value : textOf(value));
    case 'dynamic': {
      const known = new Map<string, Dynamic>();
      return (value) => (typeof value === 'string' ? parsed(value, known) : dynamicOf(value));
    }
    case 'datetime':
      return (value) =>
        typeof value === 'string' ? (parseDatetime(value) ?? null) : value instanceof Date ? ticksOfDate(value) : null;
    default: {
      const fromText = conversion('string', type);
      const fromReal = conversion('real', type);
      const fromLong = conversion('long', type);
      const fromBool = conversion('bool', type);
      return (value) => {
        if (typeof value === 'string') return fromText(value);
        if (typeof value === 'number') return Number.isSafeInteger(value) ? fromLong(value) : fromReal(value);
        if (typeof value === 'bigint') return fromLong(toLong(value));
        return typeof value === 'boolean' ? fromBool(value) : null;
      };
    }
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? printJson(value as Dynamic) : String(value);
}

/** Texts that were parsed are kept, up to a few thousand. */
function parsed(text: string, known: Map<string, Dynamic>): Dynamic {
  if (!/^\s*[{[]/.test(text)) return text === '' ? null : text;
  const found = known.get(text);
  if (found !== undefined) return found;
  const value = parseJson(text) ?? text;
  if (known.size > 4096) known.clear();
  known.set(text, value);
  return value;
}

function dynamicOf(value: unknown): Dynamic {
  if (value === undefined) return null;
  return value instanceof Date ? value.toISOString() : (value as Dynamic);
}
