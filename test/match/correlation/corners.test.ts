import { describe, expect, it } from 'vitest';
import { correlate } from '../../../server/src/match/correlation/correlate.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';
import { UnmatchableRuleError } from '../../../server/src/sigma/unmatchable.ts';
import { alertsOf, correlation, detection, named, timed } from './write.ts';

const [a, b, c] = [detection('a'), detection('b'), detection('c')];
const count = (criteria: string, more = ''): string =>
  correlation(`type: event_count\nrules: [a]\ngroup-by: [User]\ntimespan: 10s\ncondition: {${criteria}}\n${more}`, a);
const bob = (k: string, more = {}) => ({ k, User: 'bob', ...more });

interface Corner {
  readonly name: string;
  readonly rules: string;
  readonly events: ReturnType<typeof timed>;
  readonly alerts: readonly string[];
}

/** The alerts are written as the group's values and the positions of the events. */
const corners: readonly Corner[] = [
  {
    name: 'a window holds both of its ends, as in pySigma',
    rules: count('gte: 2'),
    events: timed([0, bob('a')], [10, bob('a')]),
    alerts: ['bob: 0 1'],
  },
  {
    name: 'and nothing beyond them, not by a millisecond',
    rules: count('gte: 2'),
    events: timed([0, bob('a')], [10.001, bob('a')]),
    alerts: [],
  },
  {
    name: 'a burst that goes on is one alert with all of its events',
    rules: count('gte: 2'),
    events: timed([0, bob('a')], [6, bob('a')], [12, bob('a')], [18, bob('a')]),
    alerts: ['bob: 0 1 2 3'],
  },
  {
    name: 'a later burst is another alert',
    rules: count('gte: 2'),
    events: timed([0, bob('a')], [1, bob('a')], [60, bob('a')], [61, bob('a')]),
    alerts: ['bob: 0 1', 'bob: 2 3'],
  },
  {
    name: 'events of the same moment are in the window together',
    rules: count('eq: 2'),
    events: timed([0, bob('a')], [0, bob('a')], [0, bob('a')]),
    alerts: [],
  },
  {
    name: 'a range is met while the count passes through it (specification, "Condition")',
    rules: count('gt: 1, lt: 3'),
    events: timed([0, bob('a')], [1, bob('a')], [2, bob('a')]),
    alerts: ['bob: 0 1'],
  },
  {
    name: 'positions are those of the events as given, and alerts come in the order of time',
    rules: count('gte: 2'),
    events: timed([30, { k: 'a', User: 'eve' }], [1, bob('a')], [31, { k: 'a', User: 'eve' }], [0, bob('a')]),
    alerts: ['bob: 3 1', 'eve: 0 2'],
  },
  {
    name: 'an event of several rules counts once: events are counted, not matches',
    rules: correlation(
      'type: event_count\nrules: [a, also]\ntimespan: 10s\ncondition: {gte: 2}',
      a,
      'title: also\nname: also\nlogsource:\n    category: test\ndetection:\n    s:\n        k: a\n    condition: s\n',
    ),
    events: timed([0, bob('a')]),
    alerts: [],
  },
  {
    name: 'an event whose field is a list is in the group of each element',
    rules: count('gte: 2'),
    events: timed([0, { k: 'a', User: ['bob', 'eve'] }], [1, bob('a')]),
    alerts: ['bob: 0 1'],
  },
  {
    name: 'the empty text is a value, null and an object are none',
    rules: count('gte: 2'),
    events: timed(
      [0, { k: 'a', User: '' }],
      [1, { k: 'a', User: '' }],
      [2, { k: 'a', User: null }],
      [3, { k: 'a', User: null }],
      [4, { k: 'a', User: { name: 'x' } }],
      [5, { k: 'a', User: { name: 'x' } }],
    ),
    alerts: [': 0 1'],
  },
  {
    name: 'group values differ by case, as they do after KQL’s `summarize`',
    rules: count('gte: 2'),
    events: timed([0, bob('a')], [1, { k: 'a', User: 'BOB' }]),
    alerts: [],
  },
  {
    name: 'a field of the name `__proto__` groups like any other',
    rules: correlation('type: event_count\nrules: [a]\ngroup-by: [__proto__]\ntimespan: 10s\ncondition: {gte: 2}', a),
    events: timed([0, JSON.parse('{"k":"a","__proto__":"x"}')], [1, JSON.parse('{"k":"a","__proto__":"x"}')]),
    alerts: ['x: 0 1'],
  },
  {
    name: 'tuples of several fields are counted, without those that lack a part',
    rules: correlation('type: value_count\nrules: [a]\ntimespan: 10s\ncondition: {field: [x, y], gte: 2}', a),
    events: timed(
      [0, { k: 'a', x: 1, y: 2 }],
      [1, { k: 'a', x: 1 }],
      [2, { k: 'a', x: '1', y: '2' }],
      [3, { k: 'a', x: 2, y: 1 }],
    ),
    alerts: [': 0 1 2 3'],
  },
  {
    name: 'sums are exact: ten tenths are one',
    rules: correlation('type: value_sum\nrules: [a]\ntimespan: 10s\ncondition: {field: x, eq: 1}', a),
    events: timed(...Array.from({ length: 10 }, () => [0, { k: 'a', x: 0.1 }] as const)),
    alerts: [': 0 1 2 3 4 5 6 7 8 9'],
  },
  {
    name: 'sums stay exact beyond 2^53, and while the window slides',
    rules: correlation('type: value_sum\nrules: [a]\ntimespan: 1s\ncondition: {field: x, eq: 3}', a),
    events: timed([0, { k: 'a', x: 9007199254740993n }], [10, { k: 'a', x: 1e300 }], [20, { k: 'a', x: 3 }]),
    alerts: [': 2'],
  },
  {
    name: 'a window without a number has no sum, not even a small one',
    rules: correlation('type: value_sum\nrules: [a]\ntimespan: 10s\ncondition: {field: x, lt: 5}', a),
    events: timed([0, { k: 'a', x: 'none' }], [1, { k: 'a', x: true }], [2, { k: 'a', x: '1e999' }]),
    alerts: [],
  },
  {
    name: 'a percentile is the nearest rank, as in Kusto: of four, the second is the median',
    rules: correlation(
      'type: value_percentile\nrules: [a]\ntimespan: 10s\ncondition: {field: x, percentile: 50, eq: 20}',
      a,
    ),
    events: timed(...[40, 10, 30, 20].map((x) => [0, { k: 'a', x }] as const)),
    alerts: [': 0 1 2 3'],
  },
  {
    name: 'a number under `temporal` is how many different rules matched (specification, "Condition")',
    rules: correlation('type: temporal\nrules: [a, b, c]\ntimespan: 10s\ncondition: {gte: 2}', a, b, c),
    events: timed([0, { k: 'a' }], [1, { k: 'a' }], [2, { k: 'c' }]),
    alerts: [': 0 1 2'],
  },
  {
    name: 'a number under `temporal_ordered` is how many matched in order',
    rules: correlation('type: temporal_ordered\nrules: [a, b, c]\ntimespan: 10s\ncondition: {gte: 2}', a, b, c),
    events: timed([0, { k: 'c' }], [1, { k: 'b' }], [2, { k: 'a' }], [30, { k: 'a' }], [31, { k: 'c' }]),
    alerts: [': 3 4'],
  },
  {
    name: 'one event can meet several rules in proximity',
    rules: correlation(
      'type: temporal\nrules: [a, tall]\ntimespan: 10s',
      a,
      detection('tall').replace('k: tall', 'size: tall'),
    ),
    events: timed([0, { k: 'a', size: 'tall' }]),
    alerts: [': 0'],
  },
  {
    name: 'but it does not follow itself',
    rules: correlation(
      'type: temporal_ordered\nrules: [a, tall]\ntimespan: 10s',
      a,
      detection('tall').replace('k: tall', 'size: tall'),
    ),
    events: timed([0, { k: 'a', size: 'tall' }], [100, { k: 'a', size: 'tall' }], [101, { size: 'tall' }]),
    alerts: [': 1 2'],
  },
  {
    name: 'events of one moment follow each other as they came',
    rules: correlation('type: temporal_ordered\nrules: [a, b]\ntimespan: 10s', a, b),
    events: timed([0, { k: 'a' }], [0, { k: 'b' }], [100, { k: 'b' }], [100, { k: 'a' }]),
    alerts: [': 0 1'],
  },
  {
    name: 'a rule that is named twice in a sequence has to match twice',
    rules: correlation('type: temporal_ordered\nrules: [a, a, b]\ntimespan: 10s', a, b),
    events: timed([0, { k: 'a' }], [1, { k: 'b' }], [100, { k: 'a' }], [101, { k: 'a' }], [102, { k: 'b' }]),
    alerts: [': 2 3 4'],
  },
  {
    name: 'only what is part of a sequence is in its alert',
    rules: correlation('type: temporal_ordered\nrules: [a, b]\ntimespan: 10s', a, b),
    events: timed([0, { k: 'b' }], [1, { k: 'a' }], [2, { k: 'a' }], [3, { k: 'b' }], [4, { k: 'a' }]),
    alerts: [': 1 2 3'],
  },
  {
    name: '`not` looks back: what came before the window’s last event counts, what comes later does not',
    rules: correlation('type: temporal\nrules: [a, b, c]\ntimespan: 10s\ncondition: a and b and not c', a, b, c),
    events: timed(
      [0, { k: 'a' }],
      [1, { k: 'b' }],
      [2, { k: 'c' }],
      [100, { k: 'c' }],
      [101, { k: 'a' }],
      [102, { k: 'b' }],
    ),
    alerts: [': 0 1'],
  },
  {
    name: 'an ordered condition takes the rules of one alternative in their order',
    rules: correlation('type: temporal_ordered\nrules: [a, b, c]\ntimespan: 10s\ncondition: a and (b or c)', a, b, c),
    events: timed([0, { k: 'c' }], [1, { k: 'a' }], [100, { k: 'a' }], [101, { k: 'c' }]),
    alerts: [': 2 3'],
  },
  {
    name: 'upper case joins as well: the specification writes it',
    rules: correlation('type: temporal\nrules: [a, b]\ntimespan: 10s\ncondition: a AND NOT b', a, b),
    events: timed([0, { k: 'a' }], [100, { k: 'b' }], [101, { k: 'a' }]),
    alerts: [': 0'],
  },
  {
    name: 'patterns in a condition stand for the names of rules',
    rules: correlation('type: temporal\nrules: [a, b, c]\ntimespan: 10s\ncondition: 1 of a* and all of them', a, b, c),
    events: timed([0, { k: 'a' }], [1, { k: 'b' }], [2, { k: 'c' }]),
    alerts: [': 0 1 2'],
  },
  {
    name: 'a condition without `rules` names them (pySigma)',
    rules: correlation('type: temporal\ntimespan: 10s\ncondition: a and b', a, b),
    events: timed([0, { k: 'b' }], [1, { k: 'a' }]),
    alerts: [': 0 1'],
  },
  {
    name: 'ids refer too, in upper and lower case',
    rules: correlation(
      'type: event_count\nrules: [ABCDEF00-0000-4000-8000-000000000001]\ntimespan: 10s\ncondition: {gte: 1}',
      detection('a', 'id: abcdef00-0000-4000-8000-000000000001\n'),
    ),
    events: timed([0, { k: 'a' }]),
    alerts: [': 0'],
  },
];

describe('corners', () => {
  it.each(corners)('$name', ({ rules, events, alerts }) => {
    expect(alertsOf(rules, events)).toEqual(alerts);
  });
});

const burst = named('burst', 'type: event_count\nrules: [a]\ngroup-by: [Host]\ntimespan: 10s\ncondition: {gte: 3}');
const then = (more = '', outer = 'corr') =>
  named(outer, `type: temporal_ordered\nrules: [burst, b]\ngroup-by: [User]\ntimespan: 10s\n${more}`);
const file = (...texts: readonly string[]): string => texts.join('---\n');

describe('chains', () => {
  const chain = `title: corr\n${file(then(), burst, a, b)}`;

  it('groups by its own fields: an alert is there for every user of its events (specification, note on order)', () => {
    const attempts = ['ann', 'bob', 'cid'].map((User, second) => [second, { k: 'a', Host: 'h', User }] as const);
    expect(alertsOf(chain, timed(...attempts, [5, { k: 'b', User: 'ann' }], [6, { k: 'b', User: 'dan' }]))).toEqual([
      'ann: 0 3',
    ]);
  });

  it('counts an alert as happening as long as it goes on', () => {
    const attempts = Array.from({ length: 30 }, (_, index) => [index * 2, { k: 'a', Host: 'h', User: 'ann' }] as const);
    const [first] = alertsOf(chain, timed(...attempts, [60, { k: 'b', User: 'ann' }]));
    expect(first).toMatch(/ 30$/);
    expect(alertsOf(chain, timed(...attempts, [75, { k: 'b', User: 'ann' }]))).toEqual([]);
  });

  it('counts each alert once, not each event that prolongs it', () => {
    const bursts = named('corr', 'type: event_count\nrules: [burst]\ntimespan: 1h\ncondition: {gte: 2}');
    const attempts = (start: number) =>
      Array.from({ length: 9 }, (_, index) => [start + index, { k: 'a', Host: 'h' }] as const);
    const rules = `title: corr\n${file(bursts, burst, a)}`;
    expect(alertsOf(rules, timed(...attempts(0)))).toEqual([]);
    expect(alertsOf(rules, timed(...attempts(0), ...attempts(100)))).toHaveLength(1);
  });

  it('tells the alerts of a part only where `generate` says so, beside `correlation` or in it', () => {
    const events = timed(...[0, 1, 2].map((second) => [second, { k: 'a', Host: 'h', User: 'u' }] as const));
    expect(alertsOf(chain, events)).toEqual([]);
    const beside = `title: corr\n${file(`${then()}generate: true\n`, burst, a, b)}`;
    const inside = `title: corr\n${file(then('generate: true'), burst, a, b)}`;
    for (const rules of [beside, inside]) expect(alertsOf(rules, events)).toEqual(['burst h: 0 1 2']);
  });

  it('takes an alias of the part that it does not name itself', () => {
    const inner = `${burst.replace('[Host]', '[who]')}    aliases:\n        who:\n            a: Account\n`;
    const outer = then('aliases:\n    who:\n        b: User').replace('group-by: [User]', 'group-by: [who]');
    const attempts = [0, 1, 2].map((second) => [second, { k: 'a', Account: 'ann' }] as const);
    const rules = `title: corr\n${file(outer, inner, a, b)}`;
    expect(alertsOf(rules, timed(...attempts, [5, { k: 'b', User: 'ann' }]))).toEqual(['ann: 0 1 2 3']);
  });
});

const malformed: readonly (readonly [part: string, written: string, marked: string])[] = [
  ['rules', '[a, 5]', '5'],
  ['rules', '{a: b}', '{a: b}'],
  ['group-by', '5', '5'],
  ['group-by', '{User: Host}', '{User: Host}'],
  ['group-by', '[User, null]', 'null'],
  ['aliases', '[user]', '[user]'],
  ['aliases', '{user: User}', 'User'],
  ['aliases', '{user: {a: 5}}', '5'],
  ['aliases', '{user: {a: }}', 'a'],
  ['condition', '5', '5'],
  ['condition', '[a]', '[a]'],
  ['condition', '{gte: 3, lte: "5"}', '"5"'],
  ['condition', '{gte: 3, most: 5}', 'most'],
  ['condition', '{gte: .inf}', '.inf'],
  ['condition', '{gte: true}', 'true'],
  ['condition', '{gte: }', 'gte'],
  ['condition', '{gte: 1, field: [k, 5]}', '5'],
  ['condition', '{gte: 1, percentile: "50"}', '"50"'],
  ['generate', '"true"', '"true"'],
];

describe('refusals', () => {
  const lines = 'type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {gte: 1}';
  const refused: readonly (readonly [name: string, rules: string, code: string, marked: string])[] = [
    ['a rule that is not there', correlation(lines), 'unresolved-reference', 'a'],
    ['a filter as a rule', correlation(lines, filter('a')), 'unresolved-reference', 'a'],
    ['itself', correlation(lines.replace('[a]', '[corr]')), 'circular-correlation', 'corr'],
    [
      'a circle of two',
      `title: corr\n${file(named('corr', lines.replace('[a]', '[other]')), named('other', lines.replace('[a]', '[corr]')))}`,
      'circular-correlation',
      'other',
    ],
    [
      'a type of its own',
      correlation(lines.replace('event_count', 'event_cuont'), a),
      'incomplete-correlation',
      'event_cuont',
    ],
    ['no type', correlation(lines.replace('type: event_count\n', ''), a), 'incomplete-correlation', 'corr'],
    ['no rules', correlation(lines.replace('rules: [a]\n', ''), a), 'incomplete-correlation', 'event_count'],
    ['a span of nothing', correlation(lines.replace('10s', '0s'), a), 'incomplete-correlation', '0s'],
    ['a span in months', correlation(lines.replace('10s', '1M'), a), 'incomplete-correlation', '1M'],
    [
      'no condition',
      correlation(lines.replace('\ncondition: {gte: 1}', ''), a),
      'incomplete-correlation',
      'event_count',
    ],
    ['an expression for a count', correlation(lines.replace('{gte: 1}', 'a'), a), 'incomplete-correlation', 'a'],
    ['no field', correlation(lines.replace('event_count', 'value_sum'), a), 'incomplete-correlation', '{gte: 1}'],
    [
      'no percentile',
      correlation(lines.replace('event_count', 'value_percentile'), a),
      'incomplete-correlation',
      'value_percentile',
    ],
    ['a name that no rule has', extended('a and x'), 'incomplete-correlation', 'x'],
    ['a rule that the condition leaves out', extended('a'), 'incomplete-correlation', 'a'],
    ['an expression that cannot be read', extended('a and (b'), 'incomplete-correlation', '('],
    [
      'more rules in order than anybody writes',
      correlation(`type: temporal_ordered\nrules: [${'a, '.repeat(500)}a]\ntimespan: 10s\ncondition: {gte: 2}`, a),
      'incomplete-correlation',
      'temporal_ordered',
    ],
    ['a rule with an error', correlation(lines, a.replace('condition: s', 'condition: t')), 'unknown-selection', 't'],
    // pySigma, `SigmaCorrelationRule.from_dict`: what is of another type is an error, never left out.
    ...malformed.map(
      ([part, written, marked]) =>
        [
          `${part}: ${written}`,
          correlation(`${lines.replace(new RegExp(`^${part}: .*\n?`, 'm'), '')}\n${part}: ${written}`, a),
          'incomplete-correlation',
          marked,
        ] as const,
    ),
    [
      'a comparison that compares nothing',
      correlation('type: temporal\nrules: [a]\ntimespan: 10s\ncondition: {}', a),
      'incomplete-correlation',
      '{}',
    ],
  ];

  it.each(refused)('%s', (_, text, code, marked) => {
    try {
      correlate(parseSigma(text).rules, []);
    } catch (error) {
      expect(error).toBeInstanceOf(UnmatchableRuleError);
      if (!(error instanceof UnmatchableRuleError)) return;
      const { range } = error.problem;
      expect([error.problem.code, text.slice(range.start, range.end)]).toEqual([code, marked]);
      return;
    }
    expect.unreachable();
  });

  it('refuses a timestamp that is no time', () => {
    const rules = parseSigma(correlation(lines, a)).rules;
    expect(() => correlate(rules, [{ timestamp: 'yesterday', event: {} }])).toThrow(RangeError);
  });
});

function extended(condition: string): string {
  return correlation(`type: temporal\nrules: [a, b]\ntimespan: 10s\ncondition: ${condition}`, a, b);
}

function filter(name: string): string {
  return `title: f\nname: ${name}\nlogsource:\n    category: test\nfilter:\n    rules: [a]\n    s:\n        k: x\n    condition: s\n`;
}

it('gives the first and the last time as they were given, and applies the filters among the rules', () => {
  const rules = parseSigma(
    `${count('gte: 2')}---\n${filter('f').replace('condition: s', 'condition: not s').replace('k: x', 'Host: ours')}`,
  ).rules;
  const events = [
    { timestamp: '2024-05-06T10:00:01.5Z', event: bob('a') },
    { timestamp: '2024-05-06 12:00:00.123456789+02:00', event: bob('a') },
    { timestamp: '2024-05-06T10:00:00Z', event: bob('a', { Host: 'ours' }) },
  ];
  expect(correlate(rules, events)).toEqual([
    { rule: 'corr', group: { User: 'bob' }, first: events[1]?.timestamp, last: events[0]?.timestamp, events: [1, 0] },
  ]);
});

it('takes the values of placeholders', () => {
  const rules = correlation(
    'type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {gte: 1}',
    a.replace('k: a', "k|expand: '%kinds%'"),
  );
  const parsed = parseSigma(rules).rules;
  const events = timed([0, { k: 'a' }]);
  expect(correlate(parsed, events, { placeholders: { kinds: ['a'] } })).toHaveLength(1);
  expect(() => correlate(parsed, events)).toThrow(UnmatchableRuleError);
});

it('works through windows that hold thousands of events', () => {
  const many = timed(
    ...Array.from({ length: 20_000 }, (_, index) => [index / 1000, { k: 'a', User: 'bob', v: index % 977 }] as const),
  );
  for (const lines of [
    'type: event_count\nrules: [a]\ntimespan: 1d\ncondition: {gte: 3}',
    'type: value_count\nrules: [a]\ntimespan: 1d\ncondition: {field: v, gte: 3}',
    'type: value_avg\nrules: [a]\ntimespan: 1d\ncondition: {field: v, gte: 3}',
    'type: value_percentile\nrules: [a]\ntimespan: 1d\ncondition: {field: v, percentile: 95, gte: 3}',
    'type: temporal_ordered\nrules: [a, a, a]\ntimespan: 1d',
  ]) {
    expect(correlate(parseSigma(correlation(lines, a)).rules, many)[0]?.events.length).toBeGreaterThan(19_000);
  }
}, 60_000);
