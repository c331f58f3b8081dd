import type { Plan } from '../../sigma/correlations/plan.ts';
import { column } from '../build.ts';
import type { NamedColumns, Pipeline, Summarize } from '../tabular.ts';
import { numberText } from './criteria.ts';
import { kql } from './keys.ts';
import { labelOf, type PlanAlerts } from './planRows.ts';
import { pipe } from './rows.ts';

/**
 * One row for each alert: its group, the times of its first and its last event, how many events it has, of which rules,
 * and what was counted or calculated, here of all its events; in Defender also which event was the last and whom it is
 * about. The names of the columns stand in their order.
 */
export function alertSummary({ window, alerts }: PlanAlerts): {
  readonly pipeline: Pipeline;
  readonly columns: string[];
} {
  const { rows, groups, plan, building } = window;
  const { names, time } = building;
  const columns: NamedColumns = [
    { name: names.free('StartTime'), value: kql(`min(${rows.alert?.eventTime ?? time})`) },
    { name: names.free('EventCount'), value: kql('count()') },
    ...perRule(window),
    ...measured(window),
  ];
  const { carried } = building;
  const keys = groups.map((name) => ({ name, value: column(name) }));
  const shown = [...groups, time, ...columns.map(({ name }) => name), ...carried];
  const located = columns.map((each) => ({ ...each, sources: [placeOf(plan, window)] }));
  if (rows.alert === undefined && carried.length === 0) {
    const by = [...keys, { name: time, value: column(alerts.end) }];
    return { pipeline: pipe(alerts.pipeline, { kind: 'summarize', columns: located, by }), columns: shown };
  }
  // What completes an inner alert may be an event of another group.
  const eventTime = rows.alert?.eventTime ?? time;
  const by = [...keys, { name: alerts.end, value: column(alerts.end) }];
  const summarize: Summarize =
    carried.length === 0
      ? { kind: 'summarize', columns: [{ name: time, value: kql(`max(${eventTime})`) }, ...located], by }
      : { kind: 'summarize', latest: { name: time, of: eventTime, columns: carried }, columns: located, by };
  const pipeline = pipe(alerts.pipeline, summarize, {
    kind: 'project',
    columns: shown.map((name) => ({ name, value: column(name) })),
  });
  return { pipeline, columns: shown };
}

function placeOf(plan: Plan, { at }: PlanAlerts['window']) {
  return at(plan.rule.type?.range ?? plan.rule.range);
}

function perRule({ rows, targets, plan, building: { names } }: PlanAlerts['window']): NamedColumns {
  return (rows.flags ?? []).map((flag, target) => {
    const label = labelOf(plan, targets.indexOf(target));
    return { name: names.free(`${label}_count`), value: kql(`countif(${flag})`) };
  });
}

function measured({ plan: { condition }, values, building: { names } }: PlanAlerts['window']): NamedColumns {
  const [{ column: name } = { column: '' }] = values;
  switch (condition.kind) {
    case 'valueCount': {
      const value = values.length === 1 ? name : `strcat_delim(", ", ${values.map(({ column }) => column).join(', ')})`;
      const given = values.map(({ column }) => `isnotempty(${column})`).join(' and ');
      return [
        { name: names.free('ValueCount'), value: kql(`count_distinctif(${value}, ${given})`) },
        { name: names.free('Values'), value: kql(`make_set_if(${value}, ${given}, 100)`) },
      ];
    }
    case 'sum':
      return [{ name: names.free('Sum'), value: kql(`sum(${name})`) }];
    case 'average':
      return [{ name: names.free('Average'), value: kql(`avg(${name})`) }];
    case 'percentile':
      return [
        { name: names.free('Percentile'), value: kql(`percentile(${name}, ${numberText(condition.percentile)})`) },
      ];
    case 'eventCount':
    case 'temporal':
    case 'sequence':
    case 'ordered':
      return [];
  }
}
