import type { Sort } from '../../tabular.ts';
import { hint } from '../building.ts';
import type { Window } from './judged.ts';

/**
 * How rows of one moment are sorted: those of later rules later, so that what may have happened in order counts as if it
 * had. A table does not keep in which order events of the same time came.
 */
export function orderOfMoments({ rows, targets, places, building, at, plan }: Window): Sort['by'] {
  const isStrict = rows.alert !== undefined;
  const message = isStrict
    ? 'Events of exactly the same time do not count as one after the other.'
    : 'Events of exactly the same time count as if they came in the order of the rules, because a table does not keep their order.';
  const place = plan.rule.type === undefined ? places.condition : at(plan.rule.type.range);
  hint(building, 'simultaneous-events', message, place);
  if (isStrict) return [];
  const later = [...new Set(targets)].reverse().flatMap((target) => rows.flags?.[target] ?? []);
  return later.map((name) => ({ name, order: 'asc' }));
}
