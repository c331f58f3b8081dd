import type { Item, Test } from '../sigma/expression.ts';
import { equals, joined } from './matchRule.ts';
import type { Conditions, FieldCondition, ItemCondition, ProcessingItem } from './pipeline.ts';
import { plainText } from './plainText.ts';
import { matchesStart } from './regularExpression.ts';
import { type Run, testsOf } from './run.ts';
import { holdsState } from './state.ts';

type ItemConditions = Pick<ProcessingItem<unknown>, 'item' | 'field'>;

/**
 * Whether an item of the rule is one that a processing item is about. Field names are looked for in the item's own field
 * and in those that its values refer to (pySigma, `match_detection_item`).
 */
export function itemMatches(conditions: ItemConditions, item: Item, run: Run): boolean {
  return (
    joined(conditions.item, (condition) => itemHolds(condition, item, run)) &&
    joined(conditions.field, (condition) => {
      if (condition.kind === 'applied') return run.appliedTo.get(item)?.has(condition.id.value) ?? false;
      return (
        nameHolds(condition, item.field, run) ||
        testsOf(item).some((test) => test.kind === 'fieldref' && nameHolds(condition, test.field, run))
      );
    })
  );
}

/** Whether a field name is one that a processing item is about; undefined stands for keywords. */
export function nameMatches(conditions: Conditions<FieldCondition>, name: string | undefined, run: Run): boolean {
  return joined(conditions, (condition) => nameHolds(condition, name, run));
}

function nameHolds(condition: FieldCondition, name: string | undefined, run: Run): boolean {
  switch (condition.kind) {
    case 'names':
      return (name !== undefined && condition.names.has(name)) !== condition.excluded;
    case 'patterns': {
      const found = name !== undefined && condition.patterns.some((pattern) => matchesStart(pattern, name));
      return found !== condition.excluded;
    }
    case 'state':
      return holdsState(condition, run.state);
    case 'applied':
      return name !== undefined && (run.appliedToNames.get(name)?.has(condition.id.value) ?? false);
  }
}

function itemHolds(condition: ItemCondition, item: Item, run: Run): boolean {
  switch (condition.kind) {
    case 'matchString':
      return quantified(condition.of, item, (test) => {
        const found = test.kind === 'string' && matchesStart(condition.pattern, plainText(test.pattern));
        return found !== condition.negated;
      });
    case 'matchValue':
      return quantified(condition.of, item, (test) => equals(test, condition.value));
    case 'wildcard':
      return quantified(
        condition.of,
        item,
        (test) => test.kind === 'string' && test.pattern.some(({ kind }) => kind === 'any' || kind === 'one'),
      );
    case 'null':
      return quantified(condition.of, item, ({ kind }) => kind === 'null');
    case 'state':
      return holdsState(condition, run.state);
    case 'applied':
      return run.appliedTo.get(item)?.has(condition.id.value) ?? false;
  }
}

function quantified(of: 'any' | 'all', item: Item, test: (test: Test) => boolean): boolean {
  return of === 'any' ? testsOf(item).some(test) : testsOf(item).every(test);
}
