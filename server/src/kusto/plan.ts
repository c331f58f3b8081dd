import type { Column } from './syntax.ts';
import type { Value } from './values/value.ts';

/** A row of some plan; only that plan's readers know its form. */
export type Row = object;

export type Reader = (row: Row) => Value;

/** A tabular expression that is compiled: its columns, how to read them, and its rows once they are wanted. */
export interface Plan {
  readonly columns: readonly Column[];
  /** Reads the column at that position. */
  readonly reader: (index: number) => Reader;
  /** Runs the plan; later calls answer the same rows. */
  readonly rows: () => readonly Row[];
  /** Its order means something, so that `prev`, `next` and `row_number` can be used. */
  readonly serialized: boolean;
}

/** A row that was made here: one value a column. */
export type Cells = readonly Value[];

/** A plan over rows that are arrays, in the order of the columns. */
export function cellsPlan(columns: readonly Column[], run: () => readonly Cells[], serialized = false): Plan {
  return { columns, reader: cellReader, rows: once(run), serialized };
}

/** The same rows, or some of them, in any order. */
export function sameShape(input: Plan, run: () => readonly Row[], serialized = input.serialized): Plan {
  return { columns: input.columns, reader: input.reader, rows: once(run), serialized };
}

/** Reads all columns of a row into an array. */
export function toCells(plan: Plan): (row: Row) => Cells {
  if (plan.reader === cellReader) return (row) => row as Cells;
  const readers = plan.columns.map((_, index) => plan.reader(index));
  return (row) => readers.map((read) => read(row));
}

/** The positions of the columns by name. */
export function positions(columns: readonly Column[]): Map<string, number> {
  return new Map(columns.map(({ name }, index) => [name, index]));
}

export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function cellReader(index: number): Reader {
  return (row) => (row as Cells)[index] ?? null;
}
