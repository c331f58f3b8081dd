import type { Target } from '../catalog/target.ts';
import type { Limits } from './budget.ts';
import type { SampleTable } from './samples.ts';

export interface RunOptions {
  /** Rows by the name of their table, or of the ASIM parser that answers them. Tables of the catalogue that are not here are empty. */
  readonly tables: Readonly<Record<string, SampleTable>>;
  /** Whose tables are meant. Without it, each table is taken as the target has it whose columns its rows fit better. */
  readonly target?: Target;
  /** What `now()` answers: by default a second after the newest event of the tables. */
  readonly now?: Date;
  /** Functions of the workspace: their names and what follows `let name =`, such as `(a: long) { a + 1 }`. */
  readonly functions?: Readonly<Record<string, string>>;
  /** Rows of watchlists by their aliases, for `_GetWatchlist`. */
  readonly watchlists?: Readonly<Record<string, SampleTable>>;
  readonly limits?: Limits;
  /** Looked at while the query runs. Who wants to end it from outside runs it in a worker. */
  readonly signal?: AbortSignal;
}
