import type { PresenceTree } from '../../../server/src/sigma/correlations/condition.ts';

/** A correlation in the plainest terms; `rules` are values of the event's field `k`. */
export interface Literal {
  readonly type:
    | 'event_count'
    | 'value_count'
    | 'value_sum'
    | 'value_avg'
    | 'value_percentile'
    | 'temporal'
    | 'temporal_ordered';
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  /** In milliseconds. */
  readonly span: number;
  readonly criteria: readonly { readonly operator: string; readonly value: number }[];
  readonly percentile: number;
  readonly tree: PresenceTree | undefined;
}

export interface LiteralEvent {
  readonly time: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * For each group, by the JSON of its values, the positions of the events in each alert: every window is built from
 * scratch, every sequence is tried, windows that share an event are joined until none do. It shares nothing with the
 * product, which has to agree with it.
 */
export function interpret(literal: Literal, events: readonly LiteralEvent[]): Map<string, number[][]> {
  const sorted = [...events.keys()].sort((left, right) => timeOf(events, left) - timeOf(events, right));
  const relevant = sorted.filter((index) => literal.rules.includes(String(events[index]?.fields.k)));
  const groups = new Map<string, number[]>();
  for (const index of relevant) {
    const values = literal.groupBy.map((name) => events[index]?.fields[name] ?? undefined);
    if (values.includes(undefined)) continue;
    const key = JSON.stringify(values.map(String));
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  const result = new Map<string, number[][]>();
  for (const [key, indices] of groups) {
    const alerts = join(windowsOf(literal, events, indices));
    if (alerts.length > 0) result.set(key, alerts);
  }
  return result;
}

function timeOf(events: readonly LiteralEvent[], index: number): number {
  return events[index]?.time ?? 0;
}

function windowsOf(literal: Literal, events: readonly LiteralEvent[], indices: readonly number[]): number[][] {
  const windows: number[][] = [];
  const windowAt = (end: number): number[] => {
    const last = timeOf(events, end);
    return indices.filter((index) => timeOf(events, index) >= last - literal.span && timeOf(events, index) <= last);
  };
  const parts = new Set(
    literal.type === 'temporal_ordered'
      ? indices.flatMap((end) => sequencesOf(literal.rules, windowAt(end), events).flat())
      : [],
  );
  for (const end of indices) {
    const window = windowAt(end);
    if (literal.type === 'temporal_ordered') {
      if (literal.tree === undefined && literal.criteria.length === 0) {
        const before = window.slice(0, window.indexOf(end) + 1);
        const completes = sequencesOf(literal.rules, before, events).some((sequence) => sequence.at(-1) === end);
        if (completes) windows.push(before.filter((index) => parts.has(index)));
      } else if (orderedHolds(literal, window, events)) windows.push(window);
    } else if (holds(literal, window, events)) windows.push(window);
  }
  return windows;
}

function holds(literal: Literal, window: readonly number[], events: readonly LiteralEvent[]): boolean {
  const values = window
    .map((index) => events[index]?.fields.v)
    .filter((value) => value !== undefined && value !== null);
  const numbers = values.map(Number).filter((number) => !Number.isNaN(number));
  const seen = new Set(window.map((index) => String(events[index]?.fields.k)));
  switch (literal.type) {
    case 'event_count':
      return compares(window.length, literal);
    case 'value_count':
      return compares(new Set(values.map(String)).size, literal);
    case 'value_sum':
      return (
        numbers.length > 0 &&
        compares(
          numbers.reduce((sum, number) => sum + number, 0),
          literal,
        )
      );
    case 'value_avg':
      return numbers.length > 0 && compares(numbers.reduce((sum, number) => sum + number, 0) / numbers.length, literal);
    case 'value_percentile': {
      const sorted = numbers.toSorted((left, right) => left - right);
      const fits = sorted.find((number) => {
        const share = sorted.filter((other) => other <= number).length / sorted.length;
        return share * 100 >= literal.percentile - 1e-9;
      });
      return fits !== undefined && compares(fits, literal);
    }
    case 'temporal':
      if (literal.tree !== undefined)
        return evaluate(literal.tree, (position) => seen.has(literal.rules[position] ?? ''));
      if (literal.criteria.length > 0) return compares(seen.size, literal);
      return new Set(literal.rules).size === seen.size;
    case 'temporal_ordered':
      return false;
  }
}

function compares(value: number, { criteria }: Literal): boolean {
  return criteria.every(({ operator, value: threshold }) => {
    if (operator === 'gt') return value > threshold;
    if (operator === 'gte') return value >= threshold;
    if (operator === 'lt') return value < threshold;
    if (operator === 'lte') return value <= threshold;
    return operator === 'eq' ? value === threshold : value !== threshold;
  });
}

function evaluate(tree: PresenceTree, isPresent: (position: number) => boolean): boolean {
  if (tree.kind === 'present') return isPresent(tree.position);
  if (tree.kind === 'not') return !evaluate(tree.operand, isPresent);
  const answers = tree.operands.map((operand) => evaluate(operand, isPresent));
  return tree.kind === 'and' ? !answers.includes(false) : answers.includes(true);
}

/** Every way to take one event for each rule, one after the other. */
function sequencesOf(rules: readonly string[], window: readonly number[], events: readonly LiteralEvent[]): number[][] {
  const [rule, ...rest] = rules;
  if (rule === undefined) return [[]];
  return window.flatMap((index, position) =>
    events[index]?.fields.k === rule
      ? sequencesOf(rest, window.slice(position + 1), events).map((sequence) => [index, ...sequence])
      : [],
  );
}

function orderedHolds(literal: Literal, window: readonly number[], events: readonly LiteralEvent[]): boolean {
  const { rules, tree } = literal;
  const subsets = [...Array(2 ** rules.length).keys()].map((bits) =>
    rules.map((_, position) => ((bits >> position) & 1) === 1),
  );
  const inOrder = subsets.filter((subset) => {
    const chosen = rules.filter((_, position) => subset[position] === true);
    return sequencesOf(chosen, window, events).length > 0;
  });
  if (tree === undefined) {
    const longest = Math.max(...inOrder.map((subset) => subset.filter(Boolean).length));
    return compares(longest, literal);
  }
  const seen = rules.map((rule) => window.some((index) => events[index]?.fields.k === rule));
  return inOrder.some((subset) =>
    polarised(tree, false, (position, negated) => (negated ? seen : subset)[position] === true),
  );
}

/** What is after `not` is asked of everything in the window, the rest of the rules in the sequence. */
function polarised(
  tree: PresenceTree,
  negated: boolean,
  ask: (position: number, negated: boolean) => boolean,
): boolean {
  if (tree.kind === 'present') return ask(tree.position, negated);
  if (tree.kind === 'not') return !polarised(tree.operand, !negated, ask);
  const answers = tree.operands.map((operand) => polarised(operand, negated, ask));
  return tree.kind === 'and' ? !answers.includes(false) : answers.includes(true);
}

/** Sets that have an event in common become one, until all are apart. */
function join(windows: readonly number[][]): number[][] {
  let sets = windows.map((window) => new Set(window));
  for (;;) {
    const merged: Set<number>[] = [];
    for (const set of sets) {
      const other = merged.find((known) => [...set].some((index) => known.has(index)));
      if (other === undefined) merged.push(new Set(set));
      else for (const index of set) other.add(index);
    }
    if (merged.length === sets.length) break;
    sets = merged;
  }
  return sets.map((set) => [...set].sort((left, right) => left - right));
}
