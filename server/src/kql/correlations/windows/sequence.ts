import { from } from '../../build.ts';
import { all, differs, kql } from '../keys.ts';
import { pipe } from '../rows.ts';
import { chainOf } from './chains.ts';
import type { Judged, Window } from './judged.ts';
import { sortInOrder } from './order.ts';

/**
 * `temporal_ordered` without a condition: a row of the last rule ends a sequence if the latest one up to it began within
 * the span. Which rows are a part of a sequence shows when the same is done backwards, for the alerts.
 */
export function judgeSequence(window: Window): Judged {
  const { plan, rows, groups, span, places, building } = window;
  const { names, time } = building;
  const flags = window.targets.map((target) => rows.flags?.[target]);
  const first = differs(groups, 'prev');
  const [row, met, changed] = [names.free('Row'), names.free('IsMet'), first && names.free('IsFirst')];
  const isStrict = rows.alert !== undefined;
  const { columns, begins } = chainOf(flags, { names, time, label: 'Begin', changed, isStrict });
  const near = `${time} - ${begins.at(-1)} <= ${span}`;
  const pipeline = pipe(
    rows.pipeline,
    ...sortInOrder(window),
    {
      kind: 'extend',
      columns: [
        { name: row, value: kql('row_number()') },
        ...(first === undefined || changed === undefined ? [] : [{ name: changed, value: kql(first) }]),
      ],
    },
    {
      kind: 'scan',
      columns: columns.map((column) => ({
        ...column,
        sources: [plan.rule.type?.range ?? places.condition].map(window.at),
      })),
    },
    { kind: 'extend', columns: [{ name: met, value: from(kql(all(flags.at(-1), near)), places.timespan) }] },
  );
  return { pipeline, met, row, parts: { flags, begins } };
}
