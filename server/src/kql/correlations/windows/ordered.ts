import { alternativesOf } from '../../../sigma/correlations/alternatives.ts';
import type { Condition, Criteria, PresenceTree } from '../../../sigma/correlations/condition.ts';
import type { Scan } from '../../tabular.ts';
import { refuse } from '../building.ts';
import { criteriaText, isLowerBound } from '../criteria.ts';
import { all, kql } from '../keys.ts';
import { pipe } from '../rows.ts';
import { chainOf } from './chains.ts';
import type { Judged, Window } from './judged.ts';
import { sortInOrder } from './order.ts';
import { groupColumns, scanOf } from './presence.ts';

/**
 * `temporal_ordered` with a condition of its own. Of a boolean expression each alternative is a chain of the rules that
 * have to match, in the order of `rules`, while the others match nothing in the window. For a number, the longest chain
 * is compared. Undefined, with a problem, where that takes too many columns.
 */
export function judgeOrdered(window: Window, { test }: Extract<Condition, { kind: 'ordered' }>): Judged | undefined {
  return test.kind === 'count' ? judgeLongest(window, test.criteria) : judgeAlternatives(window, test.tree);
}

const mostColumns = 40;

function judgeAlternatives(window: Window, tree: PresenceTree): Judged | undefined {
  const { rows, span, targets, places, building } = window;
  const { names, time } = building;
  const alternatives = alternativesOf(tree, places.condition).map(({ present, absent }) => ({
    chain: [...present].sort((left, right) => left - right),
    absent: [...new Set([...absent].map((position) => targets[position] ?? 0))],
  }));
  const group = groupColumns(
    window,
    alternatives.every(({ absent }) => absent.length === 0),
  );
  const flagOf = (target: number | undefined): string | undefined => rows.flags?.[target ?? 0];
  const columns: Scan['columns'][number][] = [];
  const absentColumns = new Map<number, string>();
  for (const target of new Set(alternatives.flatMap(({ absent }) => absent))) {
    const name = names.free('Last');
    const flag = flagOf(target);
    const value = flag === undefined ? time : `iff(${flag}, ${time}, ${group.kept(name)})`;
    columns.push({ name, type: 'datetime', value: kql(value) });
    absentColumns.set(target, name);
  }
  const tests = alternatives.map(({ chain, absent }) => {
    const options = { names, time, label: 'Begin', changed: group.changed, isStrict: rows.alert !== undefined };
    const { columns: own, begins } = chainOf(
      chain.map((position) => flagOf(targets[position])),
      options,
    );
    columns.push(...own);
    const last = begins.at(-1);
    return all(
      last === undefined ? undefined : `${time} - ${last} <= ${span}`,
      ...absent.map((target) => `not(coalesce(${time} - ${absentColumns.get(target)} <= ${span}, false))`),
    );
  });
  if (columns.length > mostColumns) return tooMany(window);
  const verdict = tests.length === 1 ? (tests[0] ?? 'true') : tests.map((one) => `(${one})`).join(' or ');
  return judged(window, columns, group, verdict);
}

function judgeLongest(window: Window, criteria: Criteria): Judged | undefined {
  const { rows, span, targets, building } = window;
  const { names, time } = building;
  const group = groupColumns(window, isLowerBound(criteria));
  if ((targets.length * (targets.length + 1)) / 2 > mostColumns) return tooMany(window);
  const isStrict = rows.alert !== undefined;
  if (isStrict) return tooMany(window);
  const begins = targets.map((_, position) =>
    Array.from({ length: position + 1 }, (_, length) => names.free(`Begin_${position + 1}_${length + 1}`)),
  );
  const columns = targets.flatMap((target, position) =>
    (begins[position] ?? []).map((name, length): Scan['columns'][number] => {
      const flag = rows.flags?.[target];
      const shorter = begins
        .slice(0, position)
        .flatMap((row) => row[length - 1] ?? [])
        .map((column) => group.kept(column));
      const begin = length === 0 ? time : shorter.length === 1 ? (shorter[0] ?? '') : `max_of(${shorter.join(', ')})`;
      const value = flag === undefined ? begin : `iff(${flag}, ${begin}, ${group.kept(name)})`;
      return { name, type: 'datetime', value: kql(value) };
    }),
  );
  const lengths = targets
    .map((_, length) => {
      const any = begins.flatMap((row) => row[length] ?? []).map((name) => `${time} - ${name} <= ${span}`);
      return `${any.join(' or ')}, ${length + 1}`;
    })
    .reverse();
  return judged(window, columns, group, criteriaText(`case(${lengths.join(', ')}, 0)`, criteria));
}

function judged(
  window: Window,
  columns: Scan['columns'],
  group: ReturnType<typeof groupColumns>,
  verdict: string,
): Judged {
  const { rows, places, building } = window;
  const { names } = building;
  const [row, met] = [names.free('Row'), names.free('IsMet')];
  const isLast = group.last.map(({ name }) => name);
  const value = isLast.length === 0 ? verdict : `${isLast.join(' and ')} and (${verdict})`;
  return {
    pipeline: pipe(
      rows.pipeline,
      ...sortInOrder(window),
      { kind: 'extend', columns: [{ name: row, value: kql('row_number()') }, ...group.columns] },
      ...scanOf(columns),
      { kind: 'extend', columns: [{ name: met, value: kql(value), sources: [places.timespan, places.condition] }] },
    ),
    met,
    row,
  };
}

function tooMany({ building, places }: Window): undefined {
  const message = 'This order has too many possibilities for one query. Split the correlation.';
  return refuse(building, 'unsupported-correlation', message, places.condition);
}
