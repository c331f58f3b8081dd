import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import type { Located } from '../sigma/rule.ts';
import type { YamlNode } from '../yaml/tree.ts';
import type { Expression as NamedConditions } from './conditionExpression.ts';
import type { JqPath } from './jqPath.ts';
import type { Pattern, Replacement } from './regularExpression.ts';
import type { SimpleTemplate } from './simpleTemplate.ts';
import type { Template } from './template.ts';

/**
 * A processing pipeline, as pySigma and sigma-cli have it: what is done to rules before they become queries, and to the
 * queries afterwards. schemas/sigmasmith/pipeline.schema.json describes the file.
 */
export interface Pipeline {
  /** What people call it: its own name, or else its file's. */
  readonly name: string;
  /** Of several pipelines the one with the lowest is applied first. */
  readonly priority: number;
  readonly variables: ReadonlyMap<string, unknown>;
  readonly transformations: readonly ProcessingItem<Transformation>[];
  readonly postprocessing: readonly QueryItem[];
  readonly finalizers: readonly Finalizer[];
  /** What is wrong with the file. With an error among them the pipeline is not applied, and neither is a rule converted. */
  readonly problems: readonly Problem[];
}

/** Something to be done where conditions hold. Of the three kinds of conditions, all have to hold. */
export interface ProcessingItem<Action> {
  readonly id?: string;
  /** For people: the id, or else the type. */
  readonly label: string;
  readonly action: Action;
  readonly rule: Conditions<RuleCondition>;
  readonly item: Conditions<ItemCondition>;
  readonly field: Conditions<FieldCondition>;
}

export type QueryItem = Pick<ProcessingItem<QueryAction>, 'id' | 'label' | 'action' | 'rule'>;

/** Without any condition the answer is yes. */
export interface Conditions<Condition> {
  readonly conditions: ReadonlyMap<string, Condition>;
  readonly join: 'and' | 'or' | NamedConditions;
  readonly negated: boolean;
}

/** New names of a field; several mean that one of these fields has the value. */
export type Names = readonly string[];

export type Transformation =
  /** The key `null` stands for keywords. */
  | { readonly kind: 'fieldMapping'; readonly mapping: ReadonlyMap<string | null, Names> }
  | { readonly kind: 'fieldPrefixMapping'; readonly mapping: ReadonlyMap<string, Names> }
  | { readonly kind: 'fieldAffixes'; readonly prefix: string; readonly suffix: string }
  | { readonly kind: 'drop' }
  | {
      readonly kind: 'hashes';
      readonly algorithms: readonly string[];
      readonly prefix: string;
      readonly dropAlgorithm: boolean;
    }
  | { readonly kind: 'placeholders'; readonly by: PlaceholderSource; readonly chosen: Chosen }
  | {
      readonly kind: 'addCondition';
      readonly name?: string;
      readonly conditions: YamlNode;
      /** The text of the pipeline's file, which the node's ranges mean. */
      readonly document: string;
      readonly template: boolean;
      readonly negated: boolean;
    }
  | { readonly kind: 'changeLogsource'; readonly logsource: LogsourceParts }
  | { readonly kind: 'fields'; readonly change: 'add' | 'remove' | 'set'; readonly names: readonly string[] }
  | {
      readonly kind: 'replaceString';
      readonly pattern: Pattern;
      readonly replacement: Replacement;
      readonly skipSpecial: boolean;
      readonly interpretSpecial: boolean;
    }
  | { readonly kind: 'mapString'; readonly mapping: ReadonlyMap<string, readonly string[]> }
  | { readonly kind: 'setState'; readonly key: string; readonly value: unknown }
  | { readonly kind: 'regex'; readonly ignoreCase: boolean }
  | { readonly kind: 'setValue'; readonly value: string | number | bigint | boolean | null }
  | { readonly kind: 'convertType'; readonly to: 'str' | 'num' }
  | { readonly kind: 'case'; readonly method: 'lower' | 'upper' | 'snake_case' }
  | { readonly kind: 'ruleFailure'; readonly message: string }
  | { readonly kind: 'itemFailure'; readonly message: string }
  | { readonly kind: 'strictMapping' }
  | { readonly kind: 'setAttribute'; readonly name: string; readonly value: unknown }
  | { readonly kind: 'nest'; readonly items: readonly ProcessingItem<Transformation>[] };

export type PlaceholderSource =
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'variables' }
  /** A file that has not been read yet; then `values`. */
  | { readonly kind: 'file'; readonly file: ValueFile }
  | { readonly kind: 'values'; readonly values: readonly string[] }
  /** KQL with `{field}` and `{id}`. */
  | { readonly kind: 'query'; readonly expression: string; readonly mapping: ReadonlyMap<string, string> };

/** The values in a file, one for all placeholders that are meant. */
export interface ValueFile {
  /** From the pipeline's own folder. */
  readonly path: Located<string>;
  readonly content: /** A value a line. */
    | { readonly kind: 'plaintext' }
    /** A column by its name, or its number from 0. */
    | { readonly kind: 'csv'; readonly column: string | number; readonly hasHeader: boolean }
    | { readonly kind: 'json' | 'yaml'; readonly path: JqPath };
  /** Which of them count: those that it finds something in. */
  readonly filter?: Pattern;
}

/** A template in a file of its own, which has not been read yet. */
export interface TemplateFile {
  /** From the pipeline's own folder. */
  readonly path: Located<string>;
  /** What its places may begin with. */
  readonly names: readonly string[];
}

/** Which placeholders are meant; all without either list. */
export interface Chosen {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

export interface LogsourceParts {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
}

export type Relation = 'eq' | 'ne' | 'gte' | 'gt' | 'lte' | 'lt';

export interface StateCondition {
  readonly kind: 'state';
  readonly key: string;
  readonly value: unknown;
  readonly relation: Relation;
}

export interface AppliedCondition {
  readonly kind: 'applied';
  readonly id: Located<string>;
}

export type RuleCondition =
  | { readonly kind: 'logsource'; readonly logsource: LogsourceParts }
  | { readonly kind: 'containsItem'; readonly field: string; readonly value: unknown }
  | { readonly kind: 'containsField'; readonly field: string }
  | { readonly kind: 'isRule' }
  | { readonly kind: 'isCorrelation' }
  | {
      readonly kind: 'attribute';
      readonly name: string;
      readonly value: string | number;
      readonly relation: Relation | 'in' | 'not_in';
    }
  | { readonly kind: 'tag'; readonly tag: string }
  | StateCondition
  | AppliedCondition;

export type ItemCondition =
  | { readonly kind: 'matchString'; readonly of: 'any' | 'all'; readonly pattern: Pattern; readonly negated: boolean }
  | { readonly kind: 'matchValue'; readonly of: 'any' | 'all'; readonly value: unknown }
  | { readonly kind: 'wildcard'; readonly of: 'any' | 'all' }
  | { readonly kind: 'null'; readonly of: 'any' | 'all' }
  | StateCondition
  | AppliedCondition;

export type FieldCondition =
  | { readonly kind: 'names'; readonly names: ReadonlySet<string>; readonly excluded: boolean }
  | { readonly kind: 'patterns'; readonly patterns: readonly Pattern[]; readonly excluded: boolean }
  | StateCondition
  | AppliedCondition;

export type QueryAction =
  | { readonly kind: 'embed'; readonly prefix: string; readonly suffix: string }
  | { readonly kind: 'simpleTemplate'; readonly template: SimpleTemplate; readonly range: Range }
  | { readonly kind: 'template'; readonly template: Template; readonly range: Range; readonly file?: TemplateFile }
  | { readonly kind: 'json'; readonly template: unknown }
  | { readonly kind: 'replace'; readonly pattern: Pattern; readonly replacement: Replacement }
  | { readonly kind: 'nest'; readonly items: readonly QueryItem[] };

export type Finalizer =
  | { readonly kind: 'concat'; readonly separator: string; readonly prefix: string; readonly suffix: string }
  | { readonly kind: 'json'; readonly indent?: number }
  | { readonly kind: 'yaml'; readonly indent?: number }
  | { readonly kind: 'template'; readonly template: Template; readonly file?: TemplateFile }
  | { readonly kind: 'nest'; readonly finalizers: readonly Finalizer[] };
