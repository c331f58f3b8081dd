import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import { analyseQuery } from './analysed.ts';
import { type Budget, createBudget } from './budget.ts';
import { clockOf } from './clock.ts';
import { compileScalar } from './compile/scalar.ts';
import { compileTabular } from './compile/tabular.ts';
import { createDraft, type Draft } from './draft.ts';
import { Failure, NeedsColumns } from './failure.ts';
import { cellOf, type ResultCell } from './output.ts';
import { once, type Plan } from './plan.ts';
import { runStatements } from './query.ts';
import type { RunOptions } from './runOptions.ts';
import type { Column } from './syntax.ts';
import { createTables } from './tables.ts';
import { mostNested } from './values/bounds.ts';
import { sizeOf } from './values/size.ts';

export interface RunResult {
  readonly columns: readonly Column[];
  /** Each by the names of the columns; empty if a problem is an error. */
  readonly rows: readonly Readonly<Record<string, ResultCell>>[];
  readonly problems: readonly Problem[];
  /** How many rows each table and operator of the query itself had, in the order in which they were done. */
  readonly steps: readonly Step[];
  /** The tables and ASIM parsers that the query reads and that have no rows at all: why there may be no answer. */
  readonly tablesWithoutRows: readonly string[];
}

export interface Step {
  readonly range: Range;
  readonly rows: number;
}

/**
 * Runs KQL on sample rows. The query is parsed and bound by Microsoft's service and evaluated here; what the evaluator
 * does not know is a problem with its place, and then there are no rows; nothing is thrown for any text. Importing this file loads the service (5 MB,
 * a second or two for the first query), so editors and the command line run it in a worker.
 */
export async function runKql(query: string, options: RunOptions): Promise<RunResult> {
  const draft = createDraft(query);
  const steps: Step[] = [];
  try {
    return attempt(draft, options, steps);
  } catch (error) {
    return { ...nothing(steps), problems: [problemOf(error, draft)] };
  }
}

/** Runs the draft; again with more text in it where the data decide what columns an operator has. */
function attempt(draft: Draft, options: RunOptions, steps: Step[]): RunResult {
  for (let round = 0; round < mostRounds; round++) {
    steps.length = 0;
    try {
      return runOnce(draft, options, steps);
    } catch (error) {
      if (!(error instanceof NeedsColumns)) throw error;
      draft.insert(error.offset, error.text);
    }
  }
  throw new Failure('kql-limit', 'Too many operators of this query have columns that only the data decide.');
}

const mostRounds = 20;

function runOnce(draft: Draft, options: RunOptions, steps: Step[]): RunResult {
  const tables = createTables(draft.text(), options);
  const { syntax, problems } = analyseQuery(draft, tables.globals);
  if (syntax === undefined) return { ...nothing(steps), problems };
  const budget = createBudget(options.limits ?? {}, options.signal);
  const plan = runStatements(syntax, {
    compiler: { scalar: compileScalar, tabular: compileTabular },
    now: once(() => clockOf(options)),
    budget,
    table: tables.table,
    tableNames: tables.names,
    tableFunction: tables.tableFunction,
    counted: (range, rows) => steps.push({ range: draft.original(range), rows }),
  });
  if (plan === undefined) return { ...nothing(steps), problems };
  const rows = rowsOf(plan, budget);
  return { columns: plan.columns, rows, problems, steps, tablesWithoutRows: tables.withoutRows() };
}

function nothing(steps: readonly Step[]): Omit<RunResult, 'problems'> {
  return { columns: [], rows: [], steps, tablesWithoutRows: [] };
}

/** Rows share long values; who takes the result to another thread or writes it down copies each. */
function rowsOf(plan: Plan, { tick, bytes }: Budget): Record<string, ResultCell>[] {
  const readers = plan.columns.map(({ name, type }, index) => ({ name, type, read: plan.reader(index) }));
  return plan.rows().map((row) => {
    tick();
    return Object.fromEntries(
      readers.map(({ name, type, read }) => {
        const value = read(row);
        const size = typeof value === 'string' || typeof value === 'object' ? sizeOf(value, mostNested) : 0;
        if (size > longValue) bytes(size);
        return [name, cellOf(value, type)];
      }),
    );
  });
}

/** In bytes: shorter ones are not worth counting. */
const longValue = 256;

function problemOf(error: unknown, draft: Draft): Problem {
  const { code, message, range } = error instanceof Failure ? error : unexpected(error);
  const place = range === undefined ? { start: 0, end: draft.query.length } : draft.original(range);
  return { code, severity: 'error', message, range: place };
}

/** A stack, a text or an array that grows beyond what JavaScript holds is a limit; all else a mistake of ours. */
function unexpected(error: unknown): Failure {
  if (error instanceof RangeError) return new Failure('kql-limit', `The query was stopped: ${error.message}.`);
  return new Failure('kql-not-implemented', `This query cannot be run here: ${error}.`);
}
