import type { Range } from '../range.ts';

/** A condition as written; patterns are not resolved yet. Offsets are those of the file. */
export type ConditionNode =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly ConditionNode[]; readonly range: Range }
  | { readonly kind: 'not'; readonly operand: ConditionNode; readonly range: Range }
  | { readonly kind: 'identifier'; readonly name: string; readonly range: Range }
  | {
      readonly kind: 'quantified';
      readonly quantifier: 'one' | 'all';
      /** `them`, or a name with `*`. */
      readonly pattern: string;
      readonly patternRange: Range;
      readonly range: Range;
    };
