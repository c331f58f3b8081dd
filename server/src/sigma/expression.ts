import type { Range } from '../range.ts';
import type { Pattern } from './pattern.ts';

/**
 * What a detection means, with every modifier applied. The matcher reads it as a predicate over events, the KQL
 * translation as a query; neither looks at YAML again. Each node's `range` is where it stands in the rule.
 */
export type Expression = And | Or | Not | SelectionReference | Item;

/** Where a node comes from that was not written in the rule itself. */
export interface Originated {
  readonly origin?: Origin;
}

export type Origin =
  | {
      /** The filter's title. */
      readonly filter: string;
      /** The filter's document, in the file that holds it. */
      readonly range: Range;
    }
  | {
      /** The name of the processing pipeline. */
      readonly pipeline: string;
      /** The id of its item, or else the item's type. */
      readonly item: string;
    };

export interface And extends Originated {
  readonly kind: 'and';
  readonly operands: readonly Expression[];
  readonly range: Range;
}

/** An `or` without operands is false: what a pattern such as `1 of filter_*` means when nothing has such a name. */
export interface Or extends Originated {
  readonly kind: 'or';
  readonly operands: readonly Expression[];
  readonly range: Range;
}

export interface Not extends Originated {
  readonly kind: 'not';
  readonly operand: Expression;
  readonly range: Range;
}

/** A selection that the condition names; `range` is the word in the condition. */
export interface SelectionReference extends Originated {
  readonly kind: 'selection';
  readonly name: string;
  readonly range: Range;
  /** The selection's own tree, whose ranges lie under `detection`. */
  readonly operand: Expression;
}

/** One `field|modifiers: values` of a selection, or one keyword list (then without `field`). */
export interface Item extends Originated {
  readonly kind: 'item';
  /**
   * Undefined for keywords, which are looked for in every value of the event. Their strings have `any` around them
   * already, because a keyword may stand anywhere in a value.
   */
  readonly field: string | undefined;
  readonly fieldRange: Range;
  /** A processing pipeline gave the field its name, which may be that of a column. */
  readonly isRenamed?: true;
  readonly modifiers: readonly string[];
  /** `any`: one of the values; `all`: each of them. */
  readonly quantifier: 'any' | 'all';
  /** The `neq` modifier: the whole item is negated, also where the field is missing. */
  readonly negated: boolean;
  readonly values: readonly ItemValue[];
  readonly range: Range;
}

export interface ItemValue {
  /** Where the value stands in the rule. */
  readonly range: Range;
  /** The value as written, for display. */
  readonly source: string;
  /** Joined by `or`: more than one when `windash`, `base64offset` or a placeholder made several of one value. */
  readonly alternatives: readonly Test[];
}

export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';
export type Comparison = 'lt' | 'lte' | 'gt' | 'gte';

/** What a field's value has to be. */
export type Test =
  | { readonly kind: 'string'; readonly pattern: Pattern; readonly cased: boolean }
  | { readonly kind: 'number'; readonly value: number | bigint; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** Absent or null. */
  | { readonly kind: 'null' }
  /** Whether the field is there at all, be it null or empty. */
  | { readonly kind: 'exists'; readonly value: boolean }
  | {
      readonly kind: 'regex';
      readonly source: string;
      readonly flags: { readonly i: boolean; readonly m: boolean; readonly s: boolean };
      /** The texts and placeholders of `source`, until `resolvePlaceholders` has put values in the place of the last one. */
      readonly open?: Pattern;
    }
  /** `address` is the network's first address, as written before the slash. */
  | { readonly kind: 'cidr'; readonly version: 4 | 6; readonly address: string; readonly prefix: number }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly value: number | bigint }
  | { readonly kind: 'time'; readonly part: TimePart; readonly operator: Comparison | 'eq'; readonly value: number }
  | {
      readonly kind: 'fieldref';
      readonly field: string;
      readonly match: 'equals' | 'startswith' | 'endswith' | 'contains';
      readonly cased: boolean;
      /** A processing pipeline gave the other field its name. */
      readonly isRenamed?: true;
    };
