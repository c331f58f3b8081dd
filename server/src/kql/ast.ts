import type { Range } from '../range.ts';
import type { Pattern } from '../sigma/pattern.ts';

/** A scalar expression of KQL, as far as translations need one. The constructors of `build.ts` keep it in good shape. */
export type Scalar =
  | Column
  | StringLiteral
  | NumberLiteral
  | BoolLiteral
  | Call
  | Binary
  | Membership
  | Logical
  | Negation
  | Verbatim;

interface Located {
  /** What of the rule this comes from, the narrowest first; the printer turns it into the source map. */
  readonly sources?: readonly Range[];
}

export interface Column extends Located {
  readonly kind: 'column';
  /** `*` stands for every column, which Kusto allows on the left of a string operator. */
  readonly name: string;
}

export interface StringLiteral extends Located {
  readonly kind: 'string';
  readonly value: string;
}

export interface NumberLiteral extends Located {
  readonly kind: 'number';
  /** The digits as they are printed: a `long` may exceed what a JavaScript number holds. */
  readonly text: string;
}

export interface BoolLiteral extends Located {
  readonly kind: 'bool';
  readonly value: boolean;
}

export interface Call extends Located {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Scalar[];
}

export type TextOperator = 'contains' | 'contains_cs' | 'startswith' | 'startswith_cs' | 'endswith' | 'endswith_cs';
export type BinaryOperator = '==' | '=~' | '<' | '<=' | '>' | '>=' | 'matches regex' | 'has' | TextOperator;
export type NegatedOperator =
  | '!='
  | '!~'
  | '!contains'
  | '!contains_cs'
  | '!startswith'
  | '!startswith_cs'
  | '!endswith'
  | '!endswith_cs';

export interface Binary extends Located {
  readonly kind: 'binary';
  readonly operator: BinaryOperator | NegatedOperator;
  readonly left: Scalar;
  readonly right: Scalar;
  /** What a regular expression was made of, searched from the start to the end of the text. */
  readonly pattern?: Pattern;
}

export interface Membership extends Located {
  readonly kind: 'in';
  readonly operator: 'in' | 'in~' | '!in' | '!in~' | 'has_any' | 'has_all';
  readonly left: Scalar;
  /** Literals, or a table of one column in KQL. */
  readonly items: readonly (StringLiteral | NumberLiteral | Verbatim)[];
}

/** Always two operands or more; none of them is of the same kind, unless it is there to keep a long chain shallow. */
export interface Logical extends Located {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Scalar[];
}

export interface Negation extends Located {
  readonly kind: 'not';
  readonly operand: Scalar;
}

/** KQL out of a mapping, which tests have parsed and bound: printed as it is. */
export interface Verbatim extends Located {
  readonly kind: 'verbatim';
  readonly text: string;
  /** It has an `and` or `or` of its own, so that as an operand it needs parentheses. */
  readonly compound: boolean;
  /** The computed columns that it reads. */
  readonly reads?: readonly string[];
  /** Nobody knows whether it can be null. */
  readonly nullable?: true;
}

export type Operator = Where | Extend;

export interface Where {
  readonly kind: 'where';
  readonly predicate: Scalar;
  /** Neighbouring operators of the same selection are mapped to its name in the condition as a whole. */
  readonly selection?: Range;
}

export interface Extend {
  readonly kind: 'extend';
  readonly columns: readonly { readonly name: string; readonly value: Scalar; readonly sources?: readonly Range[] }[];
}

/** A line of its own before the query, without the slashes. */
export interface Comment {
  readonly text: string;
  readonly source?: Range;
}

/** One tabular statement: where the rows come from, then what is done to them. */
export interface Query {
  readonly table: string;
  /** What of the rule chose the table. */
  readonly tableSource?: Range;
  readonly operators: readonly Operator[];
  readonly comments?: readonly Comment[];
}
