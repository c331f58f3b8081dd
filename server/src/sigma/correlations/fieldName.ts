import { isReferredTo } from '../references.ts';
import type { CorrelationRule, SigmaRule } from '../rule.ts';
import type { Leaf } from './plan.ts';

/**
 * The name that a field of a correlation has in the events of a leaf. An alias names it for one of the rules on the way
 * (specification, "Field Name Aliases"); a correlation on the way may have an alias of that name of its own.
 */
export function fieldName(name: string, rule: CorrelationRule, leaf: Leaf): string {
  const alias = rule.aliases?.find((candidate) => candidate.name.value === name);
  for (const step of leaf) {
    const entry = alias?.fields.find((field) => isReferredTo(step, field.rule.value));
    if (entry !== undefined) return entry.field.value;
  }
  const [next, ...rest]: readonly SigmaRule[] = leaf;
  return next?.kind === 'correlation' ? fieldName(name, next, rest) : name;
}
