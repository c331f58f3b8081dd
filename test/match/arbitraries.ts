import fc from 'fast-check';
import type { Expression, Item, Test } from '../../server/src/sigma/expression.ts';
import type { PatternPart } from '../../server/src/sigma/pattern.ts';

const range = { start: 0, end: 0 };
/** Few enough characters that matches are common; an astral one, a case pair beyond ASCII, a line break. */
const letters = fc.string({ unit: fc.constantFrom('a', 'A', 'b', '\\', '*', 'É', 'é', '😀', '\n', '1'), maxLength: 5 });
const names = fc.constantFrom('F', 'G', 'a.b', 'a', 'a.b.c', 'constructor', '__proto__', 'toString', 'AB');
/** `A B` and `A  B` are `AB` where the event has no such key. */
const keys = fc.oneof(names, fc.constantFrom('A B', 'A  B'));
const addresses = fc.constantFrom(
  '10.0.0.1',
  '10.255.0.9',
  '11.0.0.1',
  '10.0.0',
  '::1',
  'fe80::1',
  'febf::a:1',
  'fec0::1',
);
const times = fc.constantFrom(
  '2024-03-15T13:45:30Z',
  '2024-03-15 01:05:30.123',
  '2021-01-03T23:59:59+14:00',
  '2024-12-30',
  '2024-02-30T10:00:00Z',
);

const number = fc.oneof(fc.integer({ min: -2, max: 12 }), fc.constantFrom(1.5, 9007199254740993n));
const scalar = fc.oneof(letters, number, number.map(String), fc.boolean(), fc.constant(null), addresses, times);
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'b.c', 'F', 'constructor'), tie('value'), { maxKeys: 3 }),
}));

/** An event whose fields the expressions below ask for. */
export const event = fc.dictionary(keys, value.value, { maxKeys: 5 }).map((entries) => {
  const fields: Record<string, unknown> = {};
  for (const [name, content] of Object.entries(entries)) {
    Object.defineProperty(fields, name, { value: content, enumerable: true, configurable: true, writable: true });
  }
  return fields;
});

/** As the model makes them: neighbouring texts and neighbouring `any` are one. */
const pattern = fc
  .array(
    fc.oneof(
      letters.map((text): PatternPart => ({ kind: 'text', text })),
      fc.constantFrom<PatternPart>({ kind: 'any' }, { kind: 'one' }),
    ),
    { maxLength: 5 },
  )
  .map((parts) => {
    const merged: PatternPart[] = [];
    for (const part of parts) {
      const last = merged.at(-1);
      if (part.kind === 'text' && last?.kind === 'text') {
        merged[merged.length - 1] = { kind: 'text', text: last.text + part.text };
      } else if (part.kind !== 'any' || last?.kind !== 'any') merged.push(part);
    }
    return merged;
  });

const comparison = fc.constantFrom('lt' as const, 'lte' as const, 'gt' as const, 'gte' as const);

/** What keywords may be, too. */
const fieldless = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('string'), pattern, cased: fc.boolean() }), weight: 5 },
  fc.record({
    kind: fc.constant('regex'),
    source: fc.constantFrom('a', '^a', 'b$', 'a.b', '[^ab]+1', 'É|1', '^$', '^a*$', '(a|b){2}'),
    flags: fc.record({ i: fc.boolean(), m: fc.boolean(), s: fc.boolean() }),
  }),
  fc.constantFrom(
    ...(
      [
        [4, '10.0.0.0', 8],
        [4, '10.0.0.1', 32],
        [4, '0.0.0.0', 0],
        [6, 'fe80::', 10],
        [6, '::1', 128],
      ] as const
    ).map(([version, address, prefix]) => ({ kind: 'cidr', version, address, prefix })),
  ),
  fc.record({ kind: fc.constant('compare'), operator: comparison, value: fc.integer({ min: -2, max: 12 }) }),
  fc.record({
    kind: fc.constant('time'),
    part: fc.constantFrom('minute', 'hour', 'day', 'week', 'month', 'year'),
    operator: fc.oneof(comparison, fc.constant('eq')),
    value: fc.constantFrom(0, 1, 3, 5, 11, 13, 15, 45, 53, 2024),
  }),
) as fc.Arbitrary<Test>;

const test = fc.oneof(
  { arbitrary: fieldless, weight: 5 },
  number.map((value) => ({ kind: 'number', value, text: String(value) })),
  fc.record({ kind: fc.constant('boolean'), value: fc.boolean() }),
  fc.constant({ kind: 'null' }),
  fc.record({ kind: fc.constant('exists'), value: fc.boolean() }),
  fc.record({
    kind: fc.constant('fieldref'),
    field: names,
    match: fc.constantFrom('equals', 'startswith', 'endswith', 'contains'),
    cased: fc.boolean(),
  }),
) as fc.Arbitrary<Test>;

const item = fc
  .record({
    field: names,
    quantifier: fc.constantFrom<Item['quantifier']>('any', 'all'),
    negated: fc.boolean(),
    alternatives: fc.array(fc.array(test, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
  })
  .map(
    ({ alternatives, ...rest }): Item => ({
      kind: 'item',
      ...rest,
      fieldRange: range,
      modifiers: [],
      range,
      values: alternatives.map((tests) => ({ range, source: '', alternatives: tests })),
    }),
  );

const keywords = fc
  .record({
    quantifier: fc.constantFrom<Item['quantifier']>('any', 'all'),
    negated: fc.boolean(),
    alternatives: fc.array(fc.array(fieldless, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
  })
  .map(
    ({ alternatives, ...rest }): Item => ({
      kind: 'item',
      field: undefined,
      ...rest,
      fieldRange: range,
      modifiers: [],
      range,
      values: alternatives.map((tests) => ({ range, source: '', alternatives: tests })),
    }),
  );

/** Any expression, with every kind of test. */
export const expression = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    item,
    keywords,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      operands: fc.array(tie('expression'), { maxLength: 3 }),
      range: fc.constant(range),
    }),
    fc.record({ kind: fc.constant('not' as const), operand: tie('expression'), range: fc.constant(range) }),
    fc.record({
      kind: fc.constant('selection' as const),
      name: fc.constant('s'),
      operand: tie('expression'),
      range: fc.constant(range),
    }),
  ),
})).expression;
