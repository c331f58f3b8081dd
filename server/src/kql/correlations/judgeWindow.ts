import { isLowerBound, leastOf } from './criteria.ts';
import { judgeDifferent, judgeEventCount } from './windows/counts.ts';
import type { Judged, Window } from './windows/judged.ts';
import { judgeByLookingBack } from './windows/nearEnough.ts';
import { judgeOrdered } from './windows/ordered.ts';
import { judgePresence } from './windows/presence.ts';
import { judgeSequence } from './windows/sequence.ts';
import { judgePercentile, judgeTotal } from './windows/totals.ts';

/**
 * Which windows meet the condition: for each row the one that ends at it, both ends included, as
 * `match/correlation/slide.ts` judges it. No type needs a join, and each takes a few passes over the sorted rows.
 */
export function judgeWindow(window: Window): Judged | undefined {
  const { plan, rows, values } = window;
  const { condition } = plan;
  const columns = values.map(({ column }) => column);
  switch (condition.kind) {
    case 'eventCount': {
      // An alert is there again with each event that prolongs it, and counts once.
      if (rows.alert?.id !== undefined)
        return judgeDifferent(window, [rows.alert.id], condition.criteria, `isempty(${rows.alert.id})`);
      if (isLowerBound(condition.criteria)) return judgeByLookingBack(window, leastOf(condition.criteria));
      return judgeEventCount(window, condition.criteria);
    }
    case 'valueCount':
      return judgeDifferent(window, columns, condition.criteria);
    case 'sum':
    case 'average':
      return judgeTotal(window, condition.kind, columns[0] ?? '', condition.criteria);
    case 'percentile':
      return judgePercentile(window, condition.percentile, columns[0] ?? '', condition.criteria);
    case 'temporal':
      return judgePresence(window, condition);
    case 'sequence':
      return judgeSequence(window);
    case 'ordered':
      return judgeOrdered(window, condition);
  }
}
