import type { Pipeline, Summarize } from '../tabular.ts';
import { leastOf } from './criteria.ts';
import { kql } from './keys.ts';
import { pipe } from './rows.ts';
import type { Window } from './windows/judged.ts';

/**
 * Leaves out groups that cannot meet the condition in any window, because they do not even in all of the time: sorting is
 * done on one machine, while such a summary is spread over all. The rows are computed once, in a `let` statement.
 */
export function withoutHopelessGroups({ rows, groups, plan, building, places }: Window): Pipeline {
  const { pipeline } = rows;
  const { names, lets } = building;
  const needed = neededOf(plan, rows.flags);
  if (groups.length === 0 || needed === undefined) return pipeline;
  const name = names.free('Events');
  const columns = needed.map(({ label, value, test }) => ({ column: names.free(label), value, test }));
  lets.push({ name, pipeline });
  const summary: Summarize = {
    kind: 'summarize',
    columns: columns.map(({ column, value }) => ({ name: column, value: kql(value) })),
    by: groups.map((group) => ({ name: group, value: { kind: 'column', name: group } })),
  };
  const tests = columns.map(({ column, test }) => `${column} ${test}`).join(' and ');
  const possible: Pipeline = {
    source: { kind: 'named', name },
    operators: [summary, { kind: 'where', predicate: { ...kql(tests), sources: [places.condition] } }],
  };
  return pipe({ source: { kind: 'named', name }, operators: [] }, { kind: 'semiJoin', right: possible, on: groups });
}

/** What has to be true of a group's rows for any window of it; undefined where nothing is known. */
function neededOf({ condition }: Window['plan'], flags: readonly string[] | undefined) {
  switch (condition.kind) {
    case 'eventCount':
    case 'valueCount': {
      const least = leastOf(condition.criteria);
      return least < 2 ? undefined : [{ label: 'AllEvents', value: 'count()', test: `>= ${least}` }];
    }
    case 'temporal':
    case 'sequence': {
      if (condition.kind === 'temporal' && condition.test.kind !== 'all') return undefined;
      return flags?.map((flag) => ({ label: flag.replace(/^is/, 'All'), value: `countif(${flag})`, test: '> 0' }));
    }
    case 'sum':
    case 'average':
    case 'percentile':
    case 'ordered':
      return undefined;
  }
}
