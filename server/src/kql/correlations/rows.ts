import type { Range } from '../../range.ts';
import type { Leaf } from '../../sigma/correlations/plan.ts';
import type { Pipeline, TabularOperator } from '../tabular.ts';

/** A column that a correlation needs of every row that it counts. */
export interface Demand {
  readonly column: string;
  /** `text` is empty where the field is absent, `number` a decimal that is null where the field has none. */
  readonly kind: 'text' | 'number';
  /** Where the rule asks for it, in the document that is translated. */
  readonly place: Range;
  /** The field's name in the events of a detection, by the way from the correlation to it. */
  readonly fieldOf: (leaf: Leaf) => string;
}

/** The rows that a correlation counts: one for each event or, of an inner correlation, for each event of an alert. */
export interface Rows {
  readonly pipeline: Pipeline;
  /** Columns of text, of which none is empty. */
  readonly groups: readonly Demand[];
  /** For each of the different rules the column that says whether it matched; undefined if there is only one. */
  readonly flags: readonly string[] | undefined;
  /**
   * Where alerts are among the rows: the time of the event itself and, if alerts are counted, a column that tells which
   * one it is, empty for other events.
   */
  readonly alert: { readonly id: string | undefined; readonly eventTime: string } | undefined;
}

export function pipe(pipeline: Pipeline, ...operators: readonly TabularOperator[]): Pipeline {
  return { ...pipeline, operators: [...pipeline.operators, ...operators] };
}
