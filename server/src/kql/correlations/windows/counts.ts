import type { Criteria } from '../../../sigma/correlations/condition.ts';
import type { Scalar } from '../../ast.ts';
import { and, or } from '../../build.ts';
import type { Pipeline } from '../../tabular.ts';
import { criteriaText, isLowerBound } from '../criteria.ts';
import { kql, same } from '../keys.ts';
import { pipe } from '../rows.ts';
import { type Changes, entering, judgeEntering } from './entering.ts';
import type { Judged, Window } from './judged.ts';

/** `event_count` with any bounds: every row counts. */
export function judgeEventCount(window: Window, criteria: Criteria): Judged {
  return judgeCount(window, window.rows.pipeline, undefined, criteria);
}

/**
 * How many different values are in the window. A value is there from its first event to the span after its last one, as
 * long as no gap between two is longer than the span: only the first enters, and only the last leaves. `always` names
 * rows that count each by itself.
 */
export function judgeDifferent(
  window: Window,
  columns: readonly string[],
  criteria: Criteria,
  always?: string,
): Judged {
  const { rows, groups, span, places, building } = window;
  const { names, time } = building;
  const [enters, leaves] = [names.free('Enters'), names.free('Leaves')];
  const key = [...new Set([...groups, ...columns])];
  const here = columns.map((name) => kql(`isnotempty(${name})`));
  const alone = (known: readonly Scalar[]): Scalar => {
    const unknown: Scalar = { kind: 'not', operand: and(known) };
    return always === undefined ? and([...here, unknown]) : or([kql(always), unknown]);
  };
  const before = [...same(key, 'prev'), kql(`${time} - prev(${time}) <= ${span}`)];
  const after = [...same(key, 'next'), kql(`next(${time}) - ${time} <= ${span}`)];
  const valued: Pipeline = pipe(
    rows.pipeline,
    { kind: 'sort', by: [...key, time].map((name) => ({ name, order: 'asc' })) },
    {
      kind: 'extend',
      columns: [
        { name: enters, value: alone(before), sources: [places.timespan] },
        { name: leaves, value: alone(after), sources: [places.timespan] },
      ],
    },
  );
  const changes = { enters: `iff(${enters}, 1, 0)`, leaves: `iff(${leaves}, -1, 0)` };
  return judgeCount(window, valued, changes, criteria);
}

function judgeCount(window: Window, pipeline: Pipeline, changes: Changes | undefined, criteria: Criteria): Judged {
  const both = entering(window, pipeline, changes);
  const count = window.building.names.free('Count');
  return judgeEntering(window, both, {
    columns: [{ name: count, value: kql(`row_cumsum(${both.change}${both.restart})`) }],
    met: [kql(criteriaText(count, criteria))],
    isGrowing: isLowerBound(criteria),
  });
}
