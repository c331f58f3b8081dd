import type { Range } from '../../range.ts';
import { fieldName } from '../../sigma/correlations/fieldName.ts';
import type { Leaf, Plan, Input as PlannedInput } from '../../sigma/correlations/plan.ts';
import type { SigmaRule } from '../../sigma/rule.ts';
import { and, call, column, text } from '../build.ts';
import type { NamedColumns, Pipeline } from '../tabular.ts';
import { type AlertRows, gatherAlerts } from './alerts.ts';
import type { Building } from './building.ts';
import { detectionRows } from './detections.ts';
import { judgeWindow } from './judgeWindow.ts';
import { kql } from './keys.ts';
import { withoutHopelessGroups } from './prune.ts';
import type { Demand, Rows } from './rows.ts';
import { pipe } from './rows.ts';
import { type EventSource, eventSource } from './source.ts';
import type { Window } from './windows/judged.ts';

/** The rows of a correlation's alerts, each an event, and what they are about. */
export interface PlanAlerts {
  readonly window: Window;
  readonly alerts: AlertRows;
}

/**
 * The alerts of one correlation. `outer` are the columns that correlations around it need of its events; `elsewhere` is
 * the place of the reference to it, if it stands in another document than the one that is translated. Undefined, with
 * the reasons among the problems, if there is no query for a part of it.
 */
export function planAlerts(
  plan: Plan,
  outer: readonly Demand[],
  elsewhere: Range | undefined,
  building: Building,
): PlanAlerts | undefined {
  const at = (range: Range): Range => elsewhere ?? range;
  const { rule } = plan;
  const groups = rule.groupBy.map(({ value, range }) => demandOf(value, 'text', at(range), plan, outer, building));
  const values = valuesOf(plan, [...outer, ...groups], at, building);
  const inner = new Set(outer.map(({ column }) => column));
  const own = [...groups, ...values].filter(({ column }) => !inner.has(column));
  const demands = [...new Map([...own, ...outer].map((demand) => [demand.column, demand])).values()];
  const targets = targetsOf(plan);
  const rows = rowsOf(plan, { groups, demands, targets, elsewhere }, building);
  if (rows === undefined) return undefined;
  const window: Window = {
    plan,
    rows,
    targets,
    groups: groups.map(({ column }) => column),
    values,
    span: rule.timespan?.value ?? '',
    places: {
      condition: at(rule.condition?.range ?? rule.type?.range ?? rule.range),
      timespan: at(rule.timespan?.range ?? rule.range),
    },
    at,
    building,
  };
  const judged = judgeWindow({ ...window, rows: { ...rows, pipeline: withoutHopelessGroups(window) } });
  return judged && { window, alerts: gatherAlerts(window, judged) };
}

/** A demand of this plan; one that leads to the same fields everywhere has the same column. */
function demandOf(
  name: string,
  kind: Demand['kind'],
  place: Range,
  plan: Plan,
  known: readonly Demand[],
  { names }: Building,
): Demand {
  const fieldOf = (leaf: Leaf): string => fieldName(name, plan.rule, leaf);
  const same = known.find(
    (other) => other.kind === kind && plan.leaves.every((leaf) => other.fieldOf(leaf) === fieldOf(leaf)),
  );
  return { column: same?.column ?? names.free(name), kind, place, fieldOf };
}

function valuesOf(plan: Plan, known: readonly Demand[], at: (range: Range) => Range, building: Building): Demand[] {
  const { condition, rule } = plan;
  const placed = rule.condition?.kind === 'criteria' ? rule.condition.fields : [];
  switch (condition.kind) {
    case 'valueCount':
      return placed.map(({ value, range }) => demandOf(value, 'text', at(range), plan, known, building));
    case 'sum':
    case 'average':
    case 'percentile':
      return placed.map(({ value, range }) => demandOf(value, 'number', at(range), plan, known, building));
    case 'eventCount':
    case 'temporal':
    case 'sequence':
    case 'ordered':
      return [];
  }
}

/** For each reference, which of the different rules it names. */
function targetsOf({ inputs }: Plan): number[] {
  const keys = inputs.map((input) => (input.kind === 'detection' ? `d${input.detection}` : `c${input.plan}`));
  const different = [...new Set(keys)];
  return keys.map((key) => different.indexOf(key));
}

interface RowNeeds {
  readonly groups: readonly Demand[];
  readonly demands: readonly Demand[];
  readonly targets: readonly number[];
  readonly elsewhere: Range | undefined;
}

function rowsOf(plan: Plan, needs: RowNeeds, building: Building): Rows | undefined {
  const { groups, demands, targets, elsewhere } = needs;
  const { names, time } = building;
  const firsts = [...new Set(targets)].map((target) => targets.indexOf(target));
  const flags = firsts.length < 2 ? undefined : firsts.map((position) => names.free(`is_${labelOf(plan, position)}`));
  const alert = plan.inputs.some(({ kind }) => kind === 'correlation')
    ? {
        id: plan.condition.kind === 'eventCount' ? names.free('AlertId') : undefined,
        eventTime: names.free('EventTime'),
      }
    : undefined;
  const sources: EventSource[] = [];
  const pipelines: Pipeline[] = [];
  let isComplete = true;
  for (const [target, position] of firsts.entries()) {
    const input = plan.inputs[position];
    const reference = plan.references[position];
    if (input === undefined || reference === undefined) continue;
    const named = ruleOf(plan, input);
    const place = elsewhere ?? (named !== undefined && !building.isOwn(named) ? reference.range : undefined);
    if (input.kind === 'detection') {
      const rule = building.plans.detections[input.detection];
      const leaf = plan.leaves[input.leaf];
      if (rule === undefined || leaf === undefined) continue;
      const source = eventSource({ rule, target, leaf, elsewhere: place }, demands, building);
      if (source === undefined) isComplete = false;
      else sources.push(source);
      continue;
    }
    const pipeline = alertPipeline(input, { demands, flags, target, alert, place }, building);
    if (pipeline === undefined) isComplete = false;
    else pipelines.push(pipeline);
  }
  if (!isComplete) return undefined;
  const extra: NamedColumns = [
    ...(alert === undefined
      ? []
      : [
          ...(alert.id === undefined ? [] : [{ name: alert.id, value: text('') }]),
          { name: alert.eventTime, value: column(time) },
        ]),
    ...carriedColumns(building),
  ];
  const isIdentityNeeded = plan.condition.kind !== 'valueCount' && plan.condition.kind !== 'temporal';
  const placeOfRules = elsewhere ?? plan.references[0]?.range ?? plan.rule.range;
  const shape = { flags, extra, isIdentityNeeded, place: placeOfRules };
  const all = [...detectionRows(sources, shape, building), ...pipelines];
  const [only, second] = all;
  if (only === undefined) return undefined;
  const joined: Pipeline = second === undefined ? only : { source: { kind: 'union', pipelines: all }, operators: [] };
  const present = groups.map(({ column: name, place }) => ({ ...call('isnotempty', column(name)), sources: [place] }));
  const pipeline = present.length === 0 ? joined : pipe(joined, { kind: 'where', predicate: and(present) });
  return { pipeline, groups, flags, alert };
}

/** The rule as the correlation names it, before filters were applied. */
function ruleOf({ leaves }: Plan, input: PlannedInput): SigmaRule | undefined {
  return leaves[input.kind === 'detection' ? input.leaf : (input.leaves[0] ?? 0)]?.[0];
}

/** A word for a rule: its name, or what refers to it. */
export function labelOf(plan: Plan, position: number): string {
  const input = plan.inputs[position];
  const name = input && ruleOf(plan, input)?.name?.value;
  const label = name ?? plan.references[position]?.value ?? '';
  return /^[\da-f]{8}-[\da-f-]+$/i.test(label) ? `rule_${position + 1}` : label;
}

/** The alerts of an inner correlation as rows: each event at the time at which the alert is completed or prolonged. */
function alertPipeline(
  input: Extract<PlannedInput, { kind: 'correlation' }>,
  about: {
    readonly demands: readonly Demand[];
    readonly flags: readonly string[] | undefined;
    readonly target: number;
    readonly alert: Rows['alert'];
    readonly place: Range | undefined;
  },
  building: Building,
): Pipeline | undefined {
  const inner = building.plans.plans[input.plan];
  const { demands, flags = [], target, alert, place } = about;
  if (inner === undefined || alert === undefined) return undefined;
  const outer = demands.map(
    (demand): Demand => ({ ...demand, fieldOf: (leaf) => demand.fieldOf([inner.rule, ...leaf]) }),
  );
  const found = planAlerts(inner, outer, place, building);
  if (found === undefined) return undefined;
  const { alerts, window } = found;
  const { time } = building;
  const id = `tostring(pack_array(${[target, ...window.groups, alerts.end].join(', ')}))`;
  return pipe(alerts.pipeline, {
    kind: 'project',
    columns: [
      { name: time, value: column(alerts.metAt) },
      ...demands.map(({ column: name }) => ({ name, value: column(name) })),
      ...flags.map((name, index) => ({ name, value: kql(String(index === target)) })),
      ...(alert.id === undefined ? [] : [{ name: alert.id, value: kql(id) }]),
      { name: alert.eventTime, value: column(window.rows.alert?.eventTime ?? time) },
      ...carriedColumns(building),
    ],
  });
}

function carriedColumns({ carried }: Building): NamedColumns {
  return carried.map((name) => ({ name, value: column(name) }));
}
