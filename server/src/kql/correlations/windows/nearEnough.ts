import { and, bool, from } from '../../build.ts';
import { kql, same } from '../keys.ts';
import { pipe } from '../rows.ts';
import type { Judged, Window } from './judged.ts';

/**
 * `event_count` with a lower bound only: a window that ends at an event has enough of them when the event that is so many
 * before it, of the same group, is not older than the span. It takes one look back for each row.
 */
export function judgeByLookingBack(window: Window, least: number): Judged {
  const { rows, groups, span, places, building } = window;
  const { names, time } = building;
  const [row, met] = [names.free('Row'), names.free('IsMet')];
  const back = least - 1;
  const age = kql(`${time} - prev(${time}${back === 1 ? '' : `, ${back}`}) <= ${span}`);
  const near = back < 1 ? bool(true) : and([...same(groups, 'prev', back), from(age, places.timespan)]);
  const pipeline = pipe(
    rows.pipeline,
    { kind: 'sort', by: [...groups, time].map((name) => ({ name, order: 'asc' })) },
    {
      kind: 'extend',
      columns: [
        { name: row, value: kql('row_number()') },
        { name: met, value: near, sources: [places.condition] },
      ],
    },
  );
  return { pipeline, met, row };
}
