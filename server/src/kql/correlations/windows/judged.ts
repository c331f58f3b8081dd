import type { Range } from '../../../range.ts';
import type { Plan } from '../../../sigma/correlations/plan.ts';
import type { Pipeline } from '../../tabular.ts';
import type { Building } from '../building.ts';
import type { Demand, Rows } from '../rows.ts';

/** A correlation's rows, and what judging its windows takes. */
export interface Window {
  readonly plan: Plan;
  readonly rows: Rows;
  /** For each reference, which of the different rules it names. */
  readonly targets: readonly number[];
  readonly groups: readonly string[];
  /** The columns whose values are counted or calculated with. */
  readonly values: readonly Demand[];
  /** The window's length, as a literal. */
  readonly span: string;
  readonly places: { readonly condition: Range; readonly timespan: Range };
  /** A place of the correlation in the document that is translated. */
  readonly at: (range: Range) => Range;
  readonly building: Building;
}

/** The same rows in their order, each with the verdict on the window that ends at it. */
export interface Judged {
  readonly pipeline: Pipeline;
  /** The column of the verdict. */
  readonly met: string;
  /** A column that numbers the rows in their order: by group, pipe by time. */
  readonly row: string;
  /** Of sequences only: which of the rows are a part of one. */
  readonly parts?: Parts;
}

export interface Parts {
  /** For each position in the sequence: the column that says whether a row may stand there, or undefined if each may. */
  readonly flags: readonly (string | undefined)[];
  /** For each position: the column with the time at which the sequence up to it begins. */
  readonly begins: readonly string[];
}
