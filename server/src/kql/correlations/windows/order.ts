import type { Sort, TabularOperator } from '../../tabular.ts';
import { hint } from '../building.ts';
import { kql } from '../keys.ts';
import type { Window } from './judged.ts';

/**
 * Sorts the rows of each group by time, and those of one moment in the order of the rules, so that what may have happened
 * in order counts as if it had: a table does not keep in which order events of the same time came.
 */
export function sortInOrder(window: Window): TabularOperator[] {
  const { rows, groups, targets, places, building, at, plan } = window;
  const isStrict = rows.alert !== undefined;
  const message = isStrict
    ? 'Events of exactly the same time do not count as one after the other.'
    : 'Events of exactly the same time count as if they came in the order of the rules, because a table does not keep their order.';
  const place = plan.rule.type === undefined ? places.condition : at(plan.rule.type.range);
  hint(building, 'simultaneous-events', message, place);
  const sort = (columns: readonly string[]): Sort => ({
    kind: 'sort',
    by: columns.map((name) => ({ name, order: 'asc' })),
  });
  const latest = isStrict ? undefined : latestPosition(rows.flags, targets);
  if (latest === undefined) return [sort([...groups, building.time])];
  const position = building.names.free('Position');
  return [
    { kind: 'extend', columns: [{ name: position, value: kql(latest) }] },
    sort([...groups, building.time, position]),
  ];
}

/** The last of the positions that a row may stand at. */
function latestPosition(flags: readonly string[] | undefined, targets: readonly number[]): string | undefined {
  if (flags === undefined) return undefined;
  const last = flags.map((name, target) => ({ name, position: targets.lastIndexOf(target) + 1 }));
  const [first, ...others] = last.toSorted((one, other) => one.position - other.position);
  const cases = others.reverse().flatMap(({ name, position }) => [name, position]);
  return `case(${[...cases, first?.position].join(', ')})`;
}
