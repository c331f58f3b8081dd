import type { ColumnType } from '../catalog/columns.ts';
import type { Target } from '../catalog/target.ts';
import type { Holds, PackedColumn } from './mappingFiles.ts';

/** How the events of one logsource lie in one table of one target. */
export interface TableMapping {
  readonly target: Target;
  /** Name in the catalogue. */
  readonly table: string;
  /** KQL predicates that select the logsource's rows. */
  readonly rows: readonly string[];
  /** The mapping only holds for rules that demand this value (`Initiated` -> `true`) or nothing but these numbers. */
  readonly requires: ReadonlyMap<string, string | readonly number[]>;
  /** What is lost by reading this logsource from this table, as half a sentence. */
  readonly approximate?: string;
  /** What somebody who runs the query has to know about the table, as half a sentence. */
  readonly note?: string;
  /** Columns or expressions that keywords are looked for in; `*` is all columns. */
  readonly keywords: readonly string[];
  /** The columns that hold many fields, with the way they do. */
  readonly formats?: ReadonlyMap<string, PackedColumn['format']>;
  readonly fields: MappedFields;
  /** Constants of a row that `rows` selects, where its predicates do not tell: column -> value. */
  readonly row: ReadonlyMap<string, string | number | boolean>;
}

/** The fields of a table by Sigma's name. A `Map` is one. */
export interface MappedFields extends Iterable<readonly [string, MappedField]> {
  /** Answers for fields that are not listed too, where a column takes any other field. */
  get(name: string): MappedField | undefined;
  /** Those that are listed. */
  keys(): Iterable<string>;
}

/** What a Sigma field is in a table. `approximate` names the loss, as half a sentence. */
export type MappedField = (ColumnField | ComputedField | CasesField | HashesField | RegistryDataField) & {
  readonly approximate?: string;
};

/** What columns and computed fields have in common. */
export interface TextForm {
  readonly type: ColumnType;
  readonly holds?: Holds;
  /** What is written differently there: each `find` in a value becomes one of `replace`, whatever its capitals. */
  readonly rewrites?: readonly Rewrite[];
  /** How numbers are written in a column of text, where it is not as in Sigma. */
  readonly forms?: readonly ('decimal' | 'hexadecimal')[];
  /** Texts of the field that other columns tell of: text -> a predicate that is never null. */
  readonly told?: ReadonlyMap<string, string>;
}

export interface ColumnField extends TextForm {
  readonly kind: 'column';
  readonly column: string;
}

/** A column that the query computes first. */
export interface ComputedField extends TextForm {
  readonly kind: 'computed';
  readonly expression: string;
  /** The computed column's name, where the field's own is taken by the table. */
  readonly as?: string;
  /** What tells whether the field is there, where the computed text itself does not. */
  readonly presence?: Presence;
  /** A column that the expression and `presence` read and that has to be computed before: JSON, parsed once. */
  readonly parsed?: { readonly name: string; readonly expression: string };
  /** Where the field lies in a column that holds many. */
  readonly packed?: PackedPlace;
  readonly within?: Holder;
  /** The column of the same name that has it in some rows; the computed one takes its place. */
  readonly first?: string;
  /** For each column that the expression reads a regular expression whose first group is its part of the field's text. */
  readonly inverse?: ReadonlyMap<string, string>;
}

/**
 * The columns whose text has the field's text in it, in one of them or part by part, with no letter or digit right before
 * or after it. `json`: some characters are written otherwise there, as JSON does.
 */
export interface Holder {
  readonly columns: readonly [string, ...string[]];
  readonly escapes: 'none' | 'json';
  /** In lower case: terms that the field may have from elsewhere. */
  readonly except?: ReadonlySet<string>;
}

export interface PackedPlace {
  readonly column: string;
  readonly format: PackedColumn['format'];
  /** Keys from the outermost to the field's own; one for `xml` and `keyValue`. */
  readonly path: readonly string[];
  /** Of `keyValue`: a value without quotes is in hexadecimal, so that texts stand between quotes. */
  readonly hexadecimal?: true;
}

/** A column of text that is empty, or a dynamic value that is null, when the field is absent. */
export interface Presence {
  readonly test: 'isnotempty' | 'isnotnull';
  readonly of: string;
}

/** A field with a closed set of values, each of which is a KQL predicate. */
export interface CasesField {
  readonly kind: 'cases';
  readonly cases: ReadonlyMap<string, string>;
}

/** Sysmon's `Hashes`, `MD5=…,SHA256=…`, by algorithm in columns of their own. */
export interface HashesField {
  readonly kind: 'hashes';
  readonly algorithms: ReadonlyMap<string, string>;
}

/** Sysmon's `Details` of a registry value, whose type and data are columns of their own. */
export interface RegistryDataField {
  readonly kind: 'registryData';
  readonly type: string;
  readonly data: string;
  /** Sysmon's word for a type -> the column's. */
  readonly types: ReadonlyMap<string, string>;
  /** Some sources keep Sysmon's own text in the data column. */
  readonly keepsText: boolean;
}

export interface Rewrite {
  readonly find: string;
  readonly replace: readonly string[];
  /** Some rows have it so, and others as the rule does; in one text all such are respelt, or none. */
  readonly sometimes?: true;
}
