import { type Plan, planCorrelations } from '../../sigma/correlations/plan.ts';
import type { CorrelationRule, DetectionRule, Located, SigmaRule } from '../../sigma/rule.ts';
import { compileMatcher } from '../compile.ts';
import type { Event } from '../event.ts';
import type { MatchOptions } from '../meaning.ts';
import { evaluateGroup } from './evaluate.ts';
import { type Group, groupsOf, type Occurrence } from './groups.ts';
import type { Item, Member, Timeline } from './item.ts';
import type { Run } from './slide.ts';

/** What one correlation found. Events are positions among those that were given, in the order of time. */
export interface CorrelationOutcome {
  readonly rule: CorrelationRule;
  /** Whether its alerts are told, and not only parts of others. */
  readonly isTold: boolean;
  readonly alerts: readonly RaisedAlert[];
  /** For each reference, the events that the rule matched; of a correlation, those of its alerts. */
  readonly references: readonly { readonly reference: Located<string>; readonly events: readonly number[] }[];
}

export interface RaisedAlert {
  readonly group: Readonly<Record<string, string>>;
  /** Of the first of its events, in milliseconds since 1970. */
  readonly time: number;
  readonly events: readonly number[];
}

export interface TimelineEvent {
  /** In milliseconds since 1970. */
  readonly time: number;
  readonly event: Event;
}

/** Takes events in any order, and tells at the end what the correlations find in them. */
export interface Correlator {
  readonly add: (event: TimelineEvent) => void;
  /** One for each correlation, those that others refer to first. */
  readonly finish: () => CorrelationOutcome[];
}

export interface CorrelatorOptions extends MatchOptions {
  /** Runs this one of the correlations, and those that it refers to. */
  readonly only?: CorrelationRule;
  /** How the detections are matched, instead of by `compileMatcher` alone. */
  readonly matcherOf?: (rule: DetectionRule) => (event: Event) => boolean;
}

/** Prepares the correlations among the rules. Throws as `correlate` does. */
export function createCorrelator(rules: readonly SigmaRule[], options: CorrelatorOptions): Correlator {
  const { plans, detections } = planCorrelations(rules, options.only);
  const matchers = detections.map(options.matcherOf ?? ((rule) => compileMatcher(rule, options)));
  const matched: Matched[] = [];
  let count = 0;
  return {
    add: ({ time, event }) => {
      const by: number[] = [];
      for (const [number, matches] of matchers.entries()) if (matches(event)) by.push(number);
      if (by.length > 0) matched.push({ time, event, index: count, by });
      count++;
    },
    finish: () => outcomes(plans, detections.length, matched),
  };
}

/** An event, its position among those that were given, and the numbers of the detections that matched it. */
interface Matched extends TimelineEvent {
  readonly index: number;
  readonly by: readonly number[];
}

function outcomes(plans: readonly Plan[], detections: number, matched: Matched[]): CorrelationOutcome[] {
  matched.sort((left, right) => left.time - right.time);
  const timeline: Timeline = {
    times: matched.map(({ time }) => time),
    events: matched.map(({ event }) => event),
    indices: matched.map(({ index }) => index),
  };
  const matches = Array.from({ length: detections }, (): number[] => []);
  for (const [rank, { by }] of matched.entries()) for (const number of by) matches[number]?.push(rank);
  let nextId = matched.length;
  const found: Found[] = [];
  for (const plan of plans) {
    const groups = groupsOf(plan, occurrencesOf(plan, matches, found), timeline);
    const alerts = groups.flatMap((group) => alertsOf(plan, group, timeline, () => nextId++));
    found.push({ alerts, occurrences: alerts.flatMap((alert) => alert.occurrences) });
  }
  return plans.map((plan, index) => ({
    rule: plan.rule,
    isTold: plan.isTold,
    alerts: (found[index]?.alerts ?? []).map((alert) => raised(plan, alert, timeline)),
    references: plan.inputs.map((input, position) => ({
      reference: plan.references[position] ?? { value: '', range: plan.rule.range },
      events: inOrder(
        input.kind === 'detection'
          ? (matches[input.detection] ?? [])
          : (found[input.plan]?.alerts.flatMap(({ ranks }) => ranks) ?? []),
        timeline,
      ),
    })),
  }));
}

interface FoundAlert {
  readonly group: Group;
  readonly ranks: readonly number[];
  /** What an outer correlation sees of it. */
  readonly occurrences: readonly Omit<Occurrence, 'position'>[];
}

interface Found {
  readonly alerts: readonly FoundAlert[];
  readonly occurrences: readonly Omit<Occurrence, 'position'>[];
}

function* occurrencesOf(plan: Plan, matches: readonly number[][], found: readonly Found[]): Generator<Occurrence> {
  for (const [position, input] of plan.inputs.entries()) {
    if (input.kind === 'detection') {
      for (const rank of matches[input.detection] ?? []) {
        yield { rank, id: rank, position, members: [{ rank, leaf: input.leaf }] };
      }
      continue;
    }
    for (const occurrence of found[input.plan]?.occurrences ?? []) {
      const members = occurrence.members.map(({ rank, leaf }) => ({ rank, leaf: input.leaves[leaf] ?? 0 }));
      yield { ...occurrence, position, members };
    }
  }
}

function alertsOf(plan: Plan, group: Group, timeline: Timeline, nextId: () => number): FoundAlert[] {
  const { items, runs } = evaluateGroup(plan, group.items, timeline);
  return runs.map((run) => ({ group, ...alertOf(run, items, nextId()) }));
}

function alertOf(run: Run, items: readonly Item[], id: number): Omit<FoundAlert, 'group'> {
  const membersOf = (from: number, to: number): Member[] => items.slice(from, to + 1).flatMap(({ members }) => members);
  const occurrences = run.completions.map(({ from, to }) => ({
    rank: items[to]?.rank ?? 0,
    id,
    members: membersOf(from, to),
  }));
  const ranks = new Set(occurrences.flatMap(({ members }) => members.map(({ rank }) => rank)));
  return { ranks: [...ranks].sort((left, right) => left - right), occurrences };
}

function raised({ rule }: Plan, { group, ranks }: FoundAlert, { times, indices }: Timeline): RaisedAlert {
  return {
    group: Object.fromEntries(rule.groupBy.map(({ value }, index) => [value, group.values[index] ?? ''])),
    time: times[ranks[0] ?? 0] ?? 0,
    events: ranks.map((rank) => indices[rank] ?? 0),
  };
}

function inOrder(ranks: readonly number[], { indices }: Timeline): number[] {
  return [...new Set(ranks)].sort((left, right) => left - right).map((rank) => indices[rank] ?? 0);
}
