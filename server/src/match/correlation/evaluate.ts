import type { Condition } from '../../sigma/correlations/condition.ts';
import type { Plan } from '../../sigma/correlations/plan.ts';
import type { FieldPath } from '../field.ts';
import { percentileMeasure, sumMeasure } from './arithmetic.ts';
import { countMeasure } from './counting.ts';
import { combinationsOf, fieldAt, numbersAt } from './fields.ts';
import type { Item, Measure, Timeline } from './item.ts';
import { orderedMeasure, presenceMeasure } from './presence.ts';
import { findSequences } from './sequence.ts';
import { type Run, slide } from './slide.ts';

/** The runs of one group in which the correlation holds, and the items that their positions count. */
export function evaluateGroup(
  plan: Plan,
  items: readonly Item[],
  timeline: Timeline,
): { readonly items: readonly Item[]; readonly runs: readonly Run[] } {
  const { condition, inputs, span } = plan;
  if (condition.kind === 'sequence') return findSequences(items, inputs.length, span);
  return { items, runs: slide(items, span, measureOf(plan, condition, items, timeline)) };
}

function measureOf(
  plan: Plan,
  condition: Exclude<Condition, { kind: 'sequence' }>,
  items: readonly Item[],
  timeline: Timeline,
): Measure {
  const { rule } = plan;
  switch (condition.kind) {
    case 'eventCount':
      return countMeasure(({ id }) => [id], condition.criteria);
    case 'valueCount': {
      const values = valueReader(plan, condition.fields, timeline, (event, fields) =>
        combinationsOf(event, fields).map((combination) => JSON.stringify(combination)),
      );
      return countMeasure(values, condition.criteria);
    }
    case 'sum':
    case 'average':
      return sumMeasure(condition.kind, items, numberReader(plan, condition.fields, timeline), condition.criteria);
    case 'percentile': {
      const { criteria, fields, percentile } = condition;
      return percentileMeasure(percentile, items, numberReader(plan, fields, timeline), criteria);
    }
    case 'temporal':
      return presenceMeasure(condition);
    case 'ordered':
      return orderedMeasure(condition, rule.condition?.range ?? rule.range);
  }
}

function numberReader(plan: Plan, names: readonly string[], timeline: Timeline) {
  return valueReader(plan, names, timeline, (event, fields) => fields.flatMap((field) => numbersAt(event, field)));
}

/** Reads each item once: it is asked for when it enters the window and when it leaves. */
function valueReader<Value>(
  { leaves, rule }: Plan,
  names: readonly string[],
  { events }: Timeline,
  read: (event: Timeline['events'][number], fields: readonly FieldPath[]) => readonly Value[],
): (item: Item) => readonly Value[] {
  const fields = leaves.map((leaf) => names.map((name) => fieldAt(name, rule, leaf)));
  const known = new Map<Item, readonly Value[]>();
  return (item) => {
    const values =
      known.get(item) ??
      item.members.flatMap(({ rank, leaf }) => {
        const event = events[rank];
        return event === undefined ? [] : read(event, fields[leaf] ?? []);
      });
    known.set(item, values);
    return values;
  };
}
