import type { Range } from '../../range.ts';
import { alternativesOf } from '../../sigma/correlations/alternatives.ts';
import type { Condition, PresenceTree } from '../../sigma/correlations/condition.ts';
import { createTally } from './counting.ts';
import { meets } from './criteria.ts';
import type { Item, Measure } from './item.ts';

/** `temporal`: which of the rules match something in the window, in whatever order. */
export function presenceMeasure({ targets, test }: Extract<Condition, { kind: 'temporal' }>): Measure {
  const tally = createTally<number>();
  const targetsOf = (item: Item): number[] => [...new Set(item.positions.map((position) => targets[position] ?? -1))];
  const all = new Set(targets).size;
  const holds = (): boolean => {
    switch (test.kind) {
      case 'all':
        return tally.size() === all;
      case 'count':
        return meets(tally.size(), test.criteria);
      case 'expression':
        return evaluate(test.tree, (position) => tally.has(targets[position] ?? -1));
    }
  };
  return {
    add: (item) => targetsOf(item).forEach(tally.add),
    remove: (item) => targetsOf(item).forEach(tally.remove),
    holds,
  };
}

function evaluate(tree: PresenceTree, isPresent: (position: number) => boolean): boolean {
  switch (tree.kind) {
    case 'and':
      return tree.operands.every((operand) => evaluate(operand, isPresent));
    case 'or':
      return tree.operands.some((operand) => evaluate(operand, isPresent));
    case 'not':
      return !evaluate(tree.operand, isPresent);
    case 'present':
      return isPresent(tree.position);
  }
}

/**
 * `temporal_ordered` with a condition of its own. A number is compared with how many different rules matched in their
 * order. Of a boolean expression, the rules of one of its alternatives have to match in the order of `rules`, while
 * those after `not` match nothing in the window.
 */
export function orderedMeasure({ targets, test }: Extract<Condition, { kind: 'ordered' }>, place: Range): Measure {
  if (test.kind === 'count') {
    const longest = longestInOrder(targets.length);
    return {
      add: longest.add,
      remove: () => undefined,
      holds: (start) => meets(longest.length(start), test.criteria),
    };
  }
  const presence = createTally<number>();
  const chains = alternativesOf(test.tree, place).map(({ present, absent }) => ({
    absent: [...absent].map((position) => targets[position] ?? -1),
    chain: chainOf([...present].sort((left, right) => left - right)),
  }));
  return {
    add: (item) => {
      for (const position of item.positions) presence.add(targets[position] ?? -1);
      for (const { chain } of chains) chain.add(item);
    },
    remove: (item) => {
      for (const position of item.positions) presence.remove(targets[position] ?? -1);
    },
    holds: (start) =>
      chains.some(({ absent, chain }) => chain.begin() >= start && !absent.some((target) => presence.has(target))),
  };
}

/** The latest time at which a sequence of these positions, complete by now, began. Without positions it is always there. */
function chainOf(positions: readonly number[]) {
  const latest = positions.map(() => Number.NEGATIVE_INFINITY);
  return {
    add: (item: Item): void => {
      for (let link = positions.length - 1; link >= 0; link--) {
        if (!item.positions.includes(positions[link] ?? -1)) continue;
        const begin = link === 0 ? item.time : (latest[link - 1] ?? Number.NEGATIVE_INFINITY);
        latest[link] = Math.max(latest[link] ?? begin, begin);
      }
    },
    begin: (): number =>
      positions.length === 0 ? Number.POSITIVE_INFINITY : (latest.at(-1) ?? Number.NEGATIVE_INFINITY),
  };
}

/** For each length, the latest time at which a sequence of so many rules in their order began, by the last rule in it. */
function longestInOrder(count: number) {
  const latest = Array.from({ length: count }, () => new Array<number>(count + 1).fill(Number.NEGATIVE_INFINITY));
  return {
    add: ({ time, positions }: Item): void => {
      for (const position of positions.toReversed()) {
        for (let length = 1; length <= position + 1; length++) {
          const begin = length === 1 ? time : (latest[position - 1]?.[length - 1] ?? Number.NEGATIVE_INFINITY);
          // A sequence that ends at one rule is also one that ends at this rule or a later one.
          for (let last = position; last < count; last++) {
            const row = latest[last];
            if (row !== undefined) row[length] = Math.max(row[length] ?? begin, begin);
          }
        }
      }
    },
    length: (start: number): number =>
      latest.at(-1)?.findLastIndex((begin, length) => length > 0 && begin >= start) ?? 0,
  };
}
