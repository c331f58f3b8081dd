import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import type { YamlMapping, YamlNode } from '../yaml/tree.ts';
import type { ConditionNode } from './condition.ts';
import type { Expression } from './expression.ts';

/** A value and where it stands. */
export interface Located<T> {
  readonly value: T;
  readonly range: Range;
}

/** What every kind of rule has. Anything that is missing or of the wrong type is absent here; the checks report it. */
interface RuleBase {
  /** Position among the documents of the file, from 0. */
  readonly index: number;
  /** The whole document. */
  readonly range: Range;
  readonly node: YamlMapping;
  readonly title?: Located<string>;
  readonly id?: Located<string>;
  readonly name?: Located<string>;
  readonly status?: Located<string>;
  readonly level?: Located<string>;
  readonly description?: Located<string>;
  readonly author?: Located<string>;
  readonly date?: Located<string>;
  readonly modified?: Located<string>;
  readonly tags: readonly Located<string>[];
  readonly references: readonly Located<string>[];
  readonly falsePositives: readonly Located<string>[];
  readonly regressionTestsPath?: Located<string>;
  /** What is wrong with this rule's detections and conditions. A rule with an error among them has no meaning and is neither matched nor converted. */
  readonly problems: readonly Problem[];
}

export interface Logsource {
  readonly category?: Located<string>;
  readonly product?: Located<string>;
  readonly service?: Located<string>;
  readonly range: Range;
}

/** One search identifier under `detection`. */
export interface Selection {
  readonly name: string;
  readonly nameRange: Range;
  readonly range: Range;
  readonly node: YamlNode;
  /** Missing when something in it has no meaning; `problems` of the rule says what. */
  readonly expression?: Expression;
}

export interface Condition {
  /** The condition as written. */
  readonly text: string;
  readonly range: Range;
  readonly tree: ConditionNode | undefined;
}

export interface DetectionRule extends RuleBase {
  readonly kind: 'detection';
  readonly logsource: Logsource;
  readonly selections: readonly Selection[];
  /** More than one when `condition` is a list, which means any of them. */
  readonly conditions: readonly Condition[];
  /** The whole rule's meaning; missing when `problems` holds an error. */
  readonly expression?: Expression;
  /** Missing where no processing pipeline was applied. */
  readonly processing?: Processing;
}

/** What processing pipelines have said about the query that a rule becomes. */
export interface Processing {
  /** The table that it reads (the state `query_table`), whose columns all fields are then. */
  readonly queryTable?: string;
}

export interface CorrelationRule extends RuleBase {
  readonly kind: 'correlation';
  readonly type?: Located<string>;
  readonly rules: readonly Located<string>[];
  readonly groupBy: readonly Located<string>[];
  readonly timespan?: Located<string>;
  readonly condition?: CorrelationCondition;
  readonly aliases?: readonly CorrelationAlias[];
  readonly generate?: Located<boolean>;
}

/** A number to compare with: `gte: 10`. */
export interface CorrelationCriterion {
  readonly operator: Located<'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq'>;
  readonly value: Located<number | bigint>;
}

export type CorrelationCondition =
  | {
      readonly kind: 'criteria';
      /** All of them hold: `gt: 2` and `lte: 4` are a range. */
      readonly criteria: readonly CorrelationCriterion[];
      /** The field whose values are counted or summed. */
      readonly fields: readonly Located<string>[];
      readonly percentile?: Located<number>;
      readonly range: Range;
    }
  /** A condition over the names of rules, as in the specification 2.2. */
  | {
      readonly kind: 'extended';
      readonly text: string;
      readonly range: Range;
      readonly tree: ConditionNode | undefined;
      readonly problems: readonly Problem[];
    };

/** A name in `group-by` that stands for a different field in each rule. */
export interface CorrelationAlias {
  readonly name: Located<string>;
  readonly fields: readonly { readonly rule: Located<string>; readonly field: Located<string> }[];
}

export interface FilterRule extends RuleBase {
  readonly kind: 'filter';
  readonly logsource: Logsource;
  /** Ids or names of the rules that it filters. */
  readonly rules: readonly Located<string>[];
  /** Whether `rules` is a word that stands for all rules of the log source. */
  readonly isForEveryRule: boolean;
  readonly selections: readonly Selection[];
  readonly conditions: readonly Condition[];
  readonly expression?: Expression;
}

export type SigmaRule = DetectionRule | CorrelationRule | FilterRule;
