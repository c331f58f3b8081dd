import type { Range } from '../range.ts';

/**
 * What a scalar means to PyYAML's safe loader, which reads Sigma rules everywhere else. Integers beyond 2^53 are
 * `bigint`; dates stay text, because Sigma treats them so.
 */
export type ScalarValue = string | number | bigint | boolean | null;

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

interface NodeBase {
  /** From the first character (an opening quote, a block's `|`, a mapping's first key) to after the last. Empty for an omitted value. */
  readonly range: Range;
}

export interface YamlScalar extends NodeBase {
  readonly kind: 'scalar';
  readonly style: ScalarStyle;
  /** The content without quotes or block header: a cursor inside it is inside the value. */
  readonly contentRange: Range;
  /** The text after YAML's own escapes are undone. */
  readonly text: string;
  readonly value: ScalarValue;
}

export interface YamlEntry {
  readonly key: YamlNode;
  /** An omitted value is an empty plain scalar (`null`) just after the colon. */
  readonly value: YamlNode;
  readonly range: Range;
}

export interface YamlMapping extends NodeBase {
  readonly kind: 'mapping';
  readonly flow: boolean;
  readonly entries: readonly YamlEntry[];
  /** Whether one of the keys is `<<`, whose entries `entriesOf` adds. */
  readonly merges?: boolean;
}

export interface YamlSequence extends NodeBase {
  readonly kind: 'sequence';
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
}

/** `*name`. `target` is missing when the anchor is unknown, when it would be a circle, or when expanding it would exceed the bound on aliases. */
export interface YamlAlias extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
  readonly target?: YamlNode;
}

export type YamlNode = YamlScalar | YamlMapping | YamlSequence | YamlAlias;

/** One document of a stream; `range` runs from after its `---` (or the start) to before the next. */
export interface YamlDocument {
  readonly range: Range;
  readonly root: YamlNode | undefined;
}
