import type { Condition, PresenceTree, TemporalTest } from '../../../sigma/correlations/condition.ts';
import type { Scalar } from '../../ast.ts';
import { and, bool, call, from, not, or } from '../../build.ts';
import { spellingOf } from '../../printTabular.ts';
import type { Scan, TabularOperator } from '../../tabular.ts';
import { criteriaText, isLowerBound } from '../criteria.ts';
import { differs, kql } from '../keys.ts';
import { pipe } from '../rows.ts';
import type { Judged, Window } from './judged.ts';

/**
 * `temporal`: for each rule the time at which it matched last is carried from row to row; it is in the window when that
 * is not longer ago than the span.
 */
export function judgePresence(window: Window, { targets, test }: Extract<Condition, { kind: 'temporal' }>): Judged {
  const { rows, groups, span, places, building } = window;
  const { names, time } = building;
  const flags = rows.flags ?? [undefined];
  const [row, met] = [names.free('Row'), names.free('IsMet')];
  const group = groupColumns(window, isGrowing(test));
  const last = flags.map((flag) => (flag === undefined ? undefined : names.free(`Last_${flag.replace(/^is_/, '')}`)));
  const present = (target: number): Scalar => {
    const column = last[target];
    return column === undefined ? bool(true) : from(kql(`${time} - ${column} <= ${span}`), places.timespan);
  };
  const scan = scanOf(
    flags.flatMap((flag, target) => {
      const name = last[target];
      if (flag === undefined || name === undefined) return [];
      return [{ name, type: 'datetime', value: kql(`iff(${flag}, ${time}, ${group.kept(name)})`) } as const];
    }),
  );
  const verdict = testScalar(test, flags.length, (position) => present(targets[position] ?? 0), present);
  const pipeline = pipe(
    rows.pipeline,
    { kind: 'sort', by: [...groups, time].map((name) => ({ name, order: 'asc' })) },
    { kind: 'extend', columns: [{ name: row, value: kql('row_number()') }, ...group.columns] },
    ...scan,
    {
      kind: 'extend',
      columns: [{ name: met, value: from(and([...group.last.map(({ value }) => value), verdict]), places.condition) }],
    },
  );
  return { pipeline, met, row };
}

/** What tells where another group begins and a moment ends, each only where it is needed. */
export function groupColumns({ groups, building: { names, time } }: Window, isGrowing: boolean) {
  const first = differs(groups, 'prev');
  const last = differs([...groups, time], 'next');
  const changed = first === undefined ? undefined : { name: names.free('IsFirst'), value: kql(first) };
  const ends = isGrowing || last === undefined ? undefined : { name: names.free('IsLast'), value: kql(last) };
  return {
    columns: [changed, ends].filter((column) => column !== undefined),
    changed: changed?.name,
    /** What the row before had in a column of times, if it is of the same group. */
    kept: (column: string): string =>
      changed === undefined ? `row.${column}` : `iff(${changed.name}, datetime(null), row.${column})`,
    /** A window is judged with all events of its last moment, where more may be too much. */
    last: ends === undefined ? [] : [{ name: ends.name, value: kql(ends.name) }],
  };
}

export function scanOf(columns: Scan['columns']): TabularOperator[] {
  return columns.length === 0 ? [] : [{ kind: 'scan', columns }];
}

export function treeScalar(tree: PresenceTree, present: (position: number) => Scalar): Scalar {
  switch (tree.kind) {
    case 'and':
      return and(tree.operands.map((operand) => treeScalar(operand, present)));
    case 'or':
      return or(tree.operands.map((operand) => treeScalar(operand, present)));
    case 'not':
      return not(call('coalesce', treeScalar(tree.operand, present), bool(false)));
    case 'present':
      return present(tree.position);
  }
}

/** Whether a window that meets the test still does when more events are in it. */
function isGrowing(test: TemporalTest): boolean {
  switch (test.kind) {
    case 'all':
      return true;
    case 'count':
      return isLowerBound(test.criteria);
    case 'expression':
      return !hasNot(test.tree);
  }
}

function hasNot(tree: PresenceTree): boolean {
  return tree.kind === 'not' || ((tree.kind === 'and' || tree.kind === 'or') && tree.operands.some(hasNot));
}

function testScalar(
  test: TemporalTest,
  count: number,
  ofPosition: (position: number) => Scalar,
  ofTarget: (target: number) => Scalar,
): Scalar {
  const every = Array.from({ length: count }, (_, target) => ofTarget(target));
  switch (test.kind) {
    case 'all':
      return and(every);
    case 'count': {
      const ones = every.map((present) => `iff(${spellingOf(present)}, 1, 0)`);
      return kql(criteriaText(ones.length === 1 ? (ones[0] ?? '') : `(${ones.join(' + ')})`, test.criteria));
    }
    case 'expression':
      return treeScalar(test.tree, ofPosition);
  }
}
