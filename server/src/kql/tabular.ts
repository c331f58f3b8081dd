import type { Range } from '../range.ts';
import type { Comment, Extend, Query, Scalar, Where } from './ast.ts';

export type { Where } from './ast.ts';

/** Rows, and what is done to them one operator after the other. */
export interface Pipeline {
  readonly source: Source;
  readonly operators: readonly TabularOperator[];
}

export type Source =
  /** The rows of a query or, by its name, of a `let` statement. */
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'named'; readonly name: string }
  /** Of two or more, which have the same columns. */
  | { readonly kind: 'union'; readonly pipelines: readonly Pipeline[] };

/** A query with what is computed once before it. */
export interface Statements {
  readonly comments?: readonly Comment[];
  readonly lets: readonly { readonly name: string; readonly pipeline: Pipeline }[];
  readonly result: Pipeline;
}

export type TabularOperator = Where | Extend | Project | Sort | Expand | Scan | Summarize | SemiJoin;

export type NamedColumns = readonly {
  readonly name: string;
  readonly value: Scalar;
  readonly sources?: readonly Range[];
}[];

export interface Project {
  readonly kind: 'project';
  readonly columns: NamedColumns;
}

export interface Sort {
  readonly kind: 'sort';
  readonly by: readonly { readonly name: string; readonly order: 'asc' | 'desc' }[];
}

/** A row for each of the values. */
export interface Expand {
  readonly kind: 'mvExpand';
  readonly name: string;
  readonly values: Scalar;
  readonly type: 'long';
}

/** One step that every row matches: `row.NAME` in a value is what the row before had. */
export interface Scan {
  readonly kind: 'scan';
  readonly columns: readonly {
    readonly name: string;
    readonly type: 'datetime' | 'long' | 'decimal';
    readonly value: Scalar;
    readonly sources?: readonly Range[];
  }[];
}

export interface Summarize {
  readonly kind: 'summarize';
  /** The greatest value of a column by another name, and columns of the row that has it. */
  readonly latest?: { readonly name: string; readonly of: string; readonly columns: readonly string[] };
  readonly columns: NamedColumns;
  readonly by: NamedColumns;
}

/** Keeps the rows whose key is among those of other rows. */
export interface SemiJoin {
  readonly kind: 'semiJoin';
  readonly right: Pipeline;
  readonly on: readonly string[];
}
