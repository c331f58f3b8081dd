import fc from 'fast-check';
import { expect, it } from 'vitest';
import { correlate } from '../../../server/src/match/correlation/correlate.ts';
import type { PresenceTree } from '../../../server/src/sigma/correlations/condition.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';
import { interpret, type Literal, type LiteralEvent } from './interpreter.ts';

const names = ['a', 'b', 'c'];
const rules = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 });
const criterion = fc.record({
  operator: fc.constantFrom('gt', 'gte', 'lt', 'lte', 'eq', 'neq'),
  value: fc.integer({ min: 0, max: 6 }),
});
const criteria = fc.uniqueArray(criterion, { minLength: 1, maxLength: 2, selector: ({ operator }) => operator });
const groupBy = fc.subarray(['g', 'h'], { maxLength: 2 });
const span = fc.integer({ min: 1, max: 6 }).map((seconds) => seconds * 1000);

const measured = fc.record({
  type: fc.constantFrom<Literal['type']>('event_count', 'value_count', 'value_sum', 'value_avg', 'value_percentile'),
  rules: rules.map((list) => [...new Set(list)]),
  groupBy,
  span,
  criteria,
  percentile: fc.constantFrom(0, 10, 25, 50, 75, 95, 100),
  tree: fc.constant(undefined),
});

const temporal = fc.record({
  type: fc.constantFrom<Literal['type']>('temporal', 'temporal_ordered'),
  rules,
  groupBy,
  span,
  criteria: fc.oneof(fc.constant([]), criteria),
  percentile: fc.constant(50),
  tree: fc.constant(undefined),
});

/** Every rule once, each perhaps negated, joined at random. */
const extended = fc
  .record({
    type: fc.constantFrom<Literal['type']>('temporal', 'temporal_ordered'),
    rules: fc.shuffledSubarray(names, { minLength: 1 }),
    groupBy,
    span,
    joints: fc.array(fc.constantFrom<'and' | 'or'>('and', 'or'), { minLength: 3, maxLength: 3 }),
    negated: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    wrapped: fc.boolean(),
  })
  .map(({ joints, negated, wrapped, ...base }): Literal => {
    const leaves = base.rules.map((_, position): PresenceTree => {
      const leaf: PresenceTree = { kind: 'present', position };
      return negated[position] === true ? { kind: 'not', operand: leaf } : leaf;
    });
    const joined = leaves.reduce((left, right, index) => ({ kind: joints[index] ?? 'and', operands: [left, right] }));
    const tree: PresenceTree = wrapped ? { kind: 'not', operand: joined } : joined;
    return { ...base, criteria: [], percentile: 50, tree };
  });

const event = fc.record(
  {
    k: fc.constantFrom(...names, 'other'),
    g: fc.constantFrom('x', 'y', 7, '7', null),
    h: fc.constantFrom('p', 'q'),
    v: fc.oneof(
      fc.integer({ min: -2, max: 6 }),
      fc.integer({ min: 0, max: 5 }).map(String),
      fc.constantFrom('text', null),
    ),
  },
  { requiredKeys: ['k'] },
);
const events = fc.array(
  fc.record({ time: fc.integer({ min: 0, max: 20 }).map((second) => second * 500), fields: event }),
  { maxLength: 14 },
);

it('raises the alerts that a literal reading of every window and every sequence finds', () => {
  const raised = new Map<string, number>();
  fc.assert(
    fc.property(fc.oneof({ arbitrary: measured, weight: 4 }, temporal, extended), events, (literal, timed) => {
      const found = new Map<string, number[][]>();
      const input = timed.map(({ time, fields }) => ({ timestamp: time, event: fields }));
      for (const { group, events: indices } of correlate(parseSigma(written(literal)).rules, input)) {
        const key = JSON.stringify(literal.groupBy.map((name) => group[name]));
        found.set(key, [...(found.get(key) ?? []), indices.toSorted((left, right) => left - right)]);
      }
      expect(comparable(found)).toEqual(comparable(interpret(literal, timed satisfies LiteralEvent[])));
      if (found.size > 0) raised.set(literal.type, (raised.get(literal.type) ?? 0) + 1);
    }),
    { numRuns: 2000 },
  );
  expect([...raised.values()].every((count) => count > 10)).toBe(true);
  expect(raised.size).toBe(7);
}, 60_000);

function comparable(groups: ReadonlyMap<string, readonly (readonly number[])[]>): string[] {
  return [...groups]
    .map(
      ([key, alerts]) =>
        `${key} ${alerts
          .map((alert) => alert.join(' '))
          .toSorted()
          .join(' | ')}`,
    )
    .toSorted();
}

function written({
  type,
  rules: references,
  groupBy: fields,
  span: length,
  criteria: list,
  percentile,
  tree,
}: Literal): string {
  const numbers = list.map(({ operator, value }) => `        ${operator}: ${value}\n`).join('');
  const field = type.startsWith('value') ? '        field: v\n' : '';
  const rank = type === 'value_percentile' ? `        percentile: ${percentile}\n` : '';
  const condition =
    tree === undefined
      ? list.length > 0
        ? `    condition:\n${field}${rank}${numbers}`
        : ''
      : `    condition: ${expressionText(tree, references)}\n`;
  const correlation = `title: T\ncorrelation:\n    type: ${type}\n    rules: [${references.join(', ')}]\n    group-by: [${fields.join(', ')}]\n    timespan: ${length / 1000}s\n${condition}`;
  const base = names.map(
    (name) =>
      `title: T\nname: ${name}\nlogsource:\n    category: test\ndetection:\n    s:\n        k: ${name}\n    condition: s\n`,
  );
  return [correlation, ...base].join('---\n');
}

function expressionText(tree: PresenceTree, references: readonly string[]): string {
  if (tree.kind === 'present') return references[tree.position] ?? '';
  if (tree.kind === 'not') return `not ${expressionText(tree.operand, references)}`;
  return `(${tree.operands.map((operand) => expressionText(operand, references)).join(` ${tree.kind} `)})`;
}
