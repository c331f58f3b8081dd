import fc from 'fast-check';
import type { TimedEvent } from '../../../server/src/match/correlation/correlate.ts';

/** A file of rules with the correlation `corr`, and events for it. */
export interface Story {
  readonly type: string;
  readonly rules: string;
  readonly events: readonly TimedEvent[];
  /** How many events a chain's alert has depends on how they are told apart, which a query does not. */
  readonly isChain: boolean;
  /** One of the rules is about another log source, whose fields have names of their own. */
  readonly isApart: boolean;
}

const names = ['a', 'b', 'c'];
/** `ab` is an event that two of the rules match. */
const kinds = ['a', 'b', 'c', 'ab', 'other'];

const criteria = fc
  .uniqueArray(
    fc.record({
      operator: fc.constantFrom('gt', 'gte', 'lt', 'lte', 'eq', 'neq'),
      value: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(1.5, 2.25)),
    }),
    { minLength: 1, maxLength: 2, selector: ({ operator }) => operator },
  )
  .map((list) => list.map(({ operator, value }) => `${operator}: ${value}`).join(', '));
const groupBy = fc.subarray(['g', 'h'], { maxLength: 2 }).map((fields) => `group-by: [${fields.join(', ')}]`);
const span = fc.integer({ min: 1, max: 6 }).map((seconds) => `timespan: ${seconds}s`);
const references = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 });

/** The lines below `correlation`, for rules with these names. */
type Lines = readonly string[];

function measured(from: fc.Arbitrary<readonly string[]>): fc.Arbitrary<Lines> {
  const kind = fc.constantFrom('event_count', 'value_count', 'value_sum', 'value_avg', 'value_percentile');
  return fc
    .record({ kind, rules: from, groupBy, span, criteria, percentile: fc.constantFrom(0, 12.5, 50, 95, 100) })
    .map(({ kind: type, rules, groupBy: group, span: length, criteria: bounds, percentile }) => {
      const field = type === 'event_count' ? '' : 'field: v, ';
      const rank = type === 'value_percentile' ? `percentile: ${percentile}, ` : '';
      const list = [...new Set(rules)].join(', ');
      return [`type: ${type}`, `rules: [${list}]`, group, length, `condition: {${field}${rank}${bounds}}`];
    });
}

function temporal(from: fc.Arbitrary<readonly string[]>, hasConditions: boolean): fc.Arbitrary<Lines> {
  const condition = hasConditions ? fc.option(criteria, { nil: undefined }) : fc.constant(undefined);
  return fc
    .record({ kind: fc.constantFrom('temporal', 'temporal_ordered'), rules: from, groupBy, span, condition })
    .map(({ kind, rules, groupBy: group, span: length, condition: bounds }) => [
      `type: ${kind}`,
      `rules: [${rules.join(', ')}]`,
      group,
      length,
      ...(bounds === undefined ? [] : [`condition: {${bounds}}`]),
    ]);
}

/** Every rule once, each perhaps negated, joined at random. */
const extended: fc.Arbitrary<Lines> = fc
  .record({
    kind: fc.constantFrom('temporal', 'temporal_ordered'),
    rules: fc.shuffledSubarray(names, { minLength: 1 }),
    groupBy,
    span,
    joints: fc.array(fc.constantFrom('and', 'or'), { minLength: 3, maxLength: 3 }),
    negated: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    isNegated: fc.boolean(),
  })
  .map(({ kind, rules, groupBy: group, span: length, joints, negated, isNegated }) => {
    const leaves = rules.map((name, index) => (negated[index] === true ? `not ${name}` : name));
    const joined = leaves.reduce((left, right, index) => `(${left} ${joints[index]} ${right})`);
    const condition = isNegated ? `not (${joined})` : joined;
    return [`type: ${kind}`, `rules: [${rules.join(', ')}]`, group, length, `condition: ${condition}`];
  });

const single = fc.oneof({ arbitrary: measured(references), weight: 4 }, temporal(references, true), extended);

const chained = fc
  .record({
    outer: fc.oneof(
      measured(fc.constantFrom(['inner'], ['inner', 'c'], ['inner', 'a'])),
      temporal(fc.constantFrom(['inner', 'c'], ['c', 'inner'], ['inner', 'a'], ['inner', 'inner']), false),
    ),
    inner: fc.oneof(measured(fc.subarray(names, { minLength: 1 })), temporal(references, false)),
  })
  .map(({ outer, inner }) => [correlation('corr', outer), correlation('inner', inner)]);

const event = fc.record(
  {
    k: fc.constantFrom(...kinds),
    g: fc.constantFrom('x', 'x', 'x', 'X', 'y', 7, '7', null),
    h: fc.constantFrom('p', 'q'),
    v: fc.oneof(fc.integer({ min: -2, max: 6 }), fc.constantFrom(0.1, 0.2, '0.75', '3'), fc.constantFrom('text', null)),
  },
  { requiredKeys: ['k'] },
);
const slots = fc.array(fc.record({ slot: fc.integer({ min: 0, max: 20 }), event }), { minLength: 4, maxLength: 18 });

/** Where the fields of the rules are: in all of them alike, by other names in some, or in another table for one of them. */
const layouts = {
  alike: undefined,
  aliased: { a: { who: 'g', what: 'h', amount: 'v' }, b: { who: 'h', what: 'g', amount: 'v' } },
  apart: { c: { who: 'g2', what: 'h2', amount: 'v2' } },
} as const;
type Layout = keyof typeof layouts;

const filter = fc
  .record({ rules: fc.subarray(names, { minLength: 1 }), value: fc.constantFrom('p', 'q') })
  .map(
    ({ rules, value }) =>
      `title: F\nlogsource:\n    category: test\nfilter:\n    rules: [${rules.join(', ')}]\n    s:\n        h: ${value}\n    condition: not s\n`,
  );

export const stories: fc.Arbitrary<Story> = fc
  .record({
    documents: fc.oneof(
      { arbitrary: single.map((lines) => [correlation('corr', lines)]), weight: 3 },
      { arbitrary: chained, weight: 1 },
    ),
    layout: fc.constantFrom<Layout>('alike', 'alike', 'aliased', 'apart'),
    filters: fc.option(filter, { freq: 3, nil: undefined }),
    slots,
  })
  .map(({ documents, layout: wanted, filters, slots: drawn }) => {
    const isChain = documents.length > 1;
    const layout = isChain ? 'alike' : wanted;
    const type = /type: (\w+)/.exec(documents[0] ?? '')?.[1] ?? '';
    // Which of two simultaneous events came first is nothing that a table knows.
    const isOrdered = documents.some((text) => text.includes('temporal_ordered'));
    const seen = new Set<number>();
    const kept = drawn.filter(({ slot }) => (isOrdered || isChain ? !seen.has(slot) && seen.add(slot) : true));
    const events = kept.map(({ slot, event: fields }) => ({
      timestamp: slot * 500,
      event: layout === 'apart' && fields.k === 'c' ? renamed(fields) : fields,
    }));
    const written = documents.map((text) => (layout === 'alike' ? text : withAliases(text, layout)));
    const others = layout === 'apart' ? [...detections.slice(0, 2), detectionApart] : detections;
    return {
      type: isChain ? `chain of ${type}` : type,
      rules: [...written, ...others, ...(filters === undefined ? [] : [filters])].join('---\n'),
      events,
      isChain,
      isApart: layout === 'apart',
    };
  });

/** The fields of the other table. */
function renamed(event: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(event).map(([name, value]) => [`${name}2`, value]));
}

function withAliases(text: string, layout: Exclude<Layout, 'alike'>): string {
  const [, listed = ''] = /rules: \[(.*)\]/.exec(text) ?? [];
  const rules = [...new Set(listed.split(', '))];
  const usual = { who: 'g', what: 'h', amount: 'v' };
  const special: Readonly<Record<string, typeof usual | undefined>> = layouts[layout];
  const lines = (['who', 'what', 'amount'] as const).map((alias) => {
    const fields = rules.map((rule) => `${rule}: ${(special[rule] ?? usual)[alias]}`);
    return `        ${alias}: {${fields.join(', ')}}\n`;
  });
  const named = text
    .replace(/group-by: \[.*\]/, (group) => group.replace(/\bg\b/, 'who').replace(/\bh\b/, 'what'))
    .replace('field: v,', 'field: amount,');
  return `${named}    aliases:\n${lines.join('')}`;
}

const detectionApart =
  'title: T\nname: c\nlogsource:\n    category: other\ndetection:\n    s:\n        k2: c\n    condition: s\n';

function correlation(name: string, lines: Lines): string {
  return `title: T\nname: ${name}\ncorrelation:\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

const detections = names.map(
  (name) =>
    `title: T\nname: ${name}\nlogsource:\n    category: test\ndetection:\n    s:\n        k: [${kinds.filter((kind) => kind !== 'other' && kind.includes(name)).join(', ')}]\n    condition: s\n`,
);
