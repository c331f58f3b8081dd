import type { Range } from '../../range.ts';
import { unmatchable } from '../unmatchable.ts';
import type { PresenceTree } from './condition.ts';

/** Positions that have to be there, and positions that must not. */
export interface Alternative {
  readonly present: ReadonlySet<number>;
  readonly absent: ReadonlySet<number>;
}

/**
 * The expression as alternatives of which one has to hold. Throws `UnmatchableRuleError`, at the place given, where they
 * are too many.
 */
export function alternativesOf(tree: PresenceTree, place: Range): readonly Alternative[] {
  return expand(tree, false, place);
}

const mostAlternatives = 500;

function expand(tree: PresenceTree, negated: boolean, place: Range): readonly Alternative[] {
  switch (tree.kind) {
    case 'present': {
      const [here, none] = [new Set([tree.position]), new Set<number>()];
      return [negated ? { present: none, absent: here } : { present: here, absent: none }];
    }
    case 'not':
      return expand(tree.operand, !negated, place);
    case 'and':
    case 'or': {
      const operands = tree.operands.map((operand) => expand(operand, negated, place));
      if ((tree.kind === 'or') !== negated) return operands.flat();
      return operands.reduce((product, operand) => {
        if (product.length * operand.length > mostAlternatives) {
          const message = 'This condition has too many alternatives to look for them in order. Split the correlation.';
          throw unmatchable('incomplete-correlation', message, place);
        }
        return product.flatMap((one) => operand.map((other) => both(one, other)));
      });
    }
  }
}

function both(one: Alternative, other: Alternative): Alternative {
  return {
    present: new Set([...one.present, ...other.present]),
    absent: new Set([...one.absent, ...other.absent]),
  };
}
