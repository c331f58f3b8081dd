import type { Pipeline, Scan } from '../tabular.ts';
import { differs, kql } from './keys.ts';
import { pipe } from './rows.ts';
import { chainOf } from './windows/chains.ts';
import type { Judged, Window } from './windows/judged.ts';

/** The rows that belong to an alert. */
export interface AlertRows {
  readonly pipeline: Pipeline;
  /** The time of the event that completes or prolongs the alert next: when it happens, for an outer correlation. */
  readonly metAt: string;
  /** The time of the alert's last event: with the group, which alert it is. */
  readonly end: string;
}

/**
 * Gathers rows to alerts, backwards in time: a row belongs to the next window that meets the condition, if it is not
 * further away than the span, and windows that follow each other within the span share an event and are one alert.
 */
export function gatherAlerts(window: Window, { pipeline, met, row, parts }: Judged): AlertRows {
  const { rows, groups, span, places, building } = window;
  const { names, time } = building;
  const [metAt, end] = [names.free('MetAt'), names.free('AlertEnd')];
  const first = differs(groups, 'prev');
  const changed = first === undefined ? undefined : names.free('IsLastOfGroup');
  const metBefore = changed === undefined ? `row.${metAt}` : `iff(${changed}, datetime(null), row.${metAt})`;
  const isAnother = [changed, `isnull(row.${metAt})`, `row.${metAt} - ${time} > ${span}`].filter(
    (each) => each !== undefined,
  );
  const sources = [places.timespan];
  const columns: Scan['columns'][number][] = [
    { name: metAt, type: 'datetime', value: kql(`iff(${met}, ${time}, ${metBefore})`) },
    {
      name: end,
      type: 'datetime',
      value: kql(`iff(${met} and (${isAnother.join(' or ')}), ${time}, row.${end})`),
      sources,
    },
  ];
  let isPart: string | undefined;
  if (parts !== undefined) {
    const isStrict = rows.alert !== undefined;
    const { columns: own, begins } = chainOf(parts.flags.toReversed(), {
      names,
      time,
      label: 'End',
      changed,
      isStrict,
    });
    columns.push(...own);
    const ends = begins.toReversed();
    isPart = parts.begins
      .map((begin, link) =>
        [parts.flags[link], `${ends[link]} - ${begin} <= ${span}`].filter((each) => each !== undefined).join(' and '),
      )
      .map((text, _, every) => (every.length > 1 && text.includes(' and ') ? `(${text})` : text))
      .join(' or ');
  }
  return {
    pipeline: pipe(
      pipeline,
      { kind: 'sort', by: [{ name: row, order: 'desc' }] },
      ...(first === undefined || changed === undefined
        ? []
        : [{ kind: 'extend', columns: [{ name: changed, value: kql(first) }] } as const]),
      { kind: 'scan', columns },
      { kind: 'where', predicate: { ...kql(`${metAt} - ${time} <= ${span}`), sources } },
      ...(isPart === undefined ? [] : [{ kind: 'where', predicate: { ...kql(isPart), sources } } as const]),
    ),
    metAt,
    end,
  };
}
