import type { Plan } from '../../sigma/correlations/plan.ts';
import { combinationsOf, fieldAt } from './fields.ts';
import type { Item, Member, Timeline } from './item.ts';

/** The items that agree in the fields of `group-by`, in the order of time. */
export interface Group {
  /** In the order of `group-by`. */
  readonly values: readonly string[];
  readonly items: readonly Item[];
}

/** One of a plan's inputs, turned into items; `members` may belong to several groups. */
export interface Occurrence {
  readonly rank: number;
  readonly id: number;
  readonly position: number;
  readonly members: readonly Member[];
}

/**
 * Sorts occurrences into groups. An event without one of the fields is in none. An alert of another correlation is in
 * every group that one of its events is in: the outer correlation groups by its own fields only (specification,
 * "Ordered Temporal Proximity", note). What several of the rules match is one item.
 */
export function groupsOf(plan: Plan, occurrences: Iterable<Occurrence>, timeline: Timeline): Group[] {
  const groupBy = plan.rule.groupBy.map(({ value }) => value);
  const fields = plan.leaves.map((leaf) => groupBy.map((name) => fieldAt(name, plan.rule, leaf)));
  const groups = new Map<string, { values: readonly string[]; drafts: Draft[] }>();
  for (const { rank, id, position, members } of occurrences) {
    for (const member of members) {
      const event = timeline.events[member.rank];
      if (event === undefined) continue;
      for (const values of combinationsOf(event, fields[member.leaf] ?? [])) {
        const key = values.length === 1 ? (values[0] ?? '') : JSON.stringify(values);
        const group = groups.get(key) ?? { values, drafts: [] };
        groups.set(key, group);
        group.drafts.push({ rank, id, position, member });
      }
    }
  }
  const isTemporal = ['temporal', 'sequence', 'ordered'].includes(plan.condition.kind);
  return [...groups.values()].map(({ values, drafts }) => ({ values, items: itemsOf(drafts, timeline, isTemporal) }));
}

type Draft = Omit<Occurrence, 'members'> & { readonly member: Member };

/**
 * Of events in sequence, one event is one item whatever it stands for: it cannot follow itself. What is counted is one
 * item by its id.
 */
function itemsOf(drafts: Draft[], { times }: Timeline, isTemporal: boolean): Item[] {
  drafts.sort((left, right) => left.rank - right.rank || left.id - right.id || left.member.rank - right.member.rank);
  const items: (Item & { readonly positions: number[]; readonly members: Member[] })[] = [];
  for (const { rank, id, position, member } of drafts) {
    const last = items.at(-1);
    if (last === undefined || last.rank !== rank || (last.id !== id && !isTemporal)) {
      items.push({ time: times[rank] ?? 0, rank, id, positions: [position], members: [member] });
      continue;
    }
    if (!last.positions.includes(position)) last.positions.push(position);
    if (last.members.at(-1)?.rank !== member.rank) last.members.push(member);
  }
  for (const { positions } of items) positions.sort((left, right) => left - right);
  return items;
}
