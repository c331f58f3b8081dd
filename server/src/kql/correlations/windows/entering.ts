import type { Scalar } from '../../ast.ts';
import { and } from '../../build.ts';
import type { NamedColumns, Pipeline, Scan, TabularOperator } from '../../tabular.ts';
import { differs, kql } from '../keys.ts';
import { pipe } from '../rows.ts';
import type { Judged, Window } from './judged.ts';

/** Rows that enter the window and leave it, in the order in which they do. */
export interface Entering {
  readonly pipeline: Pipeline;
  /** 0 where a row enters, 1 where it leaves. */
  readonly step: string;
  /** What the row changes at this point. */
  readonly change: string;
  /** For `row_cumsum`: where another group begins, with the comma before it; empty without groups. */
  readonly restart: string;
}

/** What a row adds to a sum when it enters the window and when it leaves, as KQL. */
export interface Changes {
  readonly enters: string;
  readonly leaves: string;
}

/**
 * Each row twice: it enters the window at its time and leaves it after the span. Sums over the changes are then what is
 * in the window that ends at a row. At one moment what enters comes first, because both ends belong to the window.
 */
export function entering(window: Window, before: Pipeline, changes: Changes = { enters: '1', leaves: '-1' }): Entering {
  const { groups, span, places, building } = window;
  const { names, time } = building;
  const [step, change, at] = [names.free('Step'), names.free('Change'), names.free('At')];
  const pipeline = pipe(
    before,
    { kind: 'mvExpand', name: step, values: kql('dynamic([0, 1])'), type: 'long' },
    {
      kind: 'extend',
      columns: [
        { name: at, value: kql(`iff(${step} == 0, ${time}, ${time} + ${span})`), sources: [places.timespan] },
        { name: change, value: kql(`iff(${step} == 0, ${changes.enters}, ${changes.leaves})`) },
      ],
    },
    { kind: 'sort', by: [...groups, at, step].map((name) => ({ name, order: 'asc' })) },
  );
  const other = differs(groups, 'prev');
  return { pipeline, step, change, restart: other === undefined ? '' : `, ${other}` };
}

/**
 * The verdict on the rows that enter. A window is judged when all that enters at its last moment is in it, which makes a
 * difference where more may be too much.
 */
export function judgeEntering(
  window: Window,
  { pipeline, step }: Entering,
  sums: {
    readonly columns: NamedColumns;
    readonly scan?: Scan['columns'];
    /** Columns that are computed of these. */
    readonly derived?: NamedColumns;
    /** All of it has to hold. */
    readonly met: readonly Scalar[];
    readonly isGrowing: boolean;
  },
): Judged {
  const { groups, places, building } = window;
  const { names, time } = building;
  const [row, met, last] = [names.free('Row'), names.free('IsMet'), names.free('IsLast')];
  const isLast = differs([...groups, time, step], 'next') ?? 'true';
  const scan: TabularOperator[] = sums.scan === undefined ? [] : [{ kind: 'scan', columns: sums.scan }];
  return {
    pipeline: pipe(
      pipeline,
      {
        kind: 'extend',
        columns: [
          { name: row, value: kql('row_number()') },
          ...sums.columns,
          ...(sums.isGrowing ? [] : [{ name: last, value: kql(isLast) }]),
        ],
      },
      ...scan,
      { kind: 'where', predicate: kql(`${step} == 0`) },
      ...(sums.derived === undefined ? [] : [{ kind: 'extend', columns: sums.derived } as const]),
      {
        kind: 'extend',
        columns: [
          { name: met, value: and([...(sums.isGrowing ? [] : [kql(last)]), ...sums.met]), sources: [places.condition] },
        ],
      },
    ),
    met,
    row,
  };
}
