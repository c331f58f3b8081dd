import fc from 'fast-check';
import type { Expression, Item, Test } from '../../server/src/sigma/expression.ts';
import type { PatternPart } from '../../server/src/sigma/pattern.ts';

const range = { start: 0, end: 0 };
/** Few enough characters that matches are common; an astral one, a case pair beyond ASCII, a line break. */
const letters = fc.string({ unit: fc.constantFrom('a', 'A', 'b', '\\', '*', 'É', 'é', '😀', '\n', '1'), maxLength: 5 });
const names = fc.constantFrom('F', 'G', 'a.b', 'a', 'a.b.c', 'constructor', '__proto__', 'toString');

const number = fc.oneof(fc.integer({ min: -2, max: 12 }), fc.constantFrom(1.5, 9007199254740993n));
const scalar = fc.oneof(letters, number, number.map(String), fc.boolean(), fc.constant(null));
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
export const event = fc.dictionary(names, value.value, { maxKeys: 5 }).map((entries) => {
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

const test = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('string'), pattern, cased: fc.boolean() }), weight: 5 },
  number.map((value) => ({ kind: 'number', value, text: String(value) })),
  fc.record({ kind: fc.constant('boolean'), value: fc.boolean() }),
  fc.constant({ kind: 'null' }),
  fc.record({ kind: fc.constant('exists'), value: fc.boolean() }),
  fc.record({
    kind: fc.constant('compare'),
    operator: fc.constantFrom('lt', 'lte', 'gt', 'gte'),
    value: fc.integer({ min: -2, max: 12 }),
  }),
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
    patterns: fc.array(pattern, { minLength: 1, maxLength: 3 }),
  })
  .map(
    ({ quantifier, patterns }): Item => ({
      kind: 'item',
      field: undefined,
      fieldRange: range,
      modifiers: [],
      quantifier,
      negated: false,
      range,
      values: patterns.map((one) => ({
        range,
        source: '',
        alternatives: [{ kind: 'string', pattern: one, cased: false }],
      })),
    }),
  );

/** Any expression; its regular expressions, networks and times are left to tables of cases. */
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
  ),
})).expression;
