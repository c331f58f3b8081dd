import { describe, expect, test } from 'vitest';
import type { Expression, Item } from '../../server/src/sigma/expression.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { openPlaceholders, resolvePlaceholders, withPlaceholders } from '../../server/src/sigma/placeholders.ts';
import { ruleOf, selectionOf } from './marked.ts';

function meaning(text: string): Expression {
  const [rule] = parseSigma(text).rules;
  if (rule?.kind !== 'detection' || rule.expression === undefined) throw new Error(JSON.stringify(rule?.problems));
  return rule.expression;
}

function itemOf(line: string): Item {
  const expression = meaning(selectionOf(line));
  if (expression.kind !== 'selection' || expression.operand.kind !== 'item') throw new Error(expression.kind);
  return expression.operand;
}

const text = (value: string) => ({ kind: 'text', text: value });
const any = { kind: 'any' };

describe('items', () => {
  test.each([
    ["F: 'a*'", [{ kind: 'string', pattern: [text('a'), any], cased: false }]],
    ["F|contains|cased: 'a'", [{ kind: 'string', pattern: [any, text('a'), any], cased: true }]],
    ["F: ''", [{ kind: 'string', pattern: [], cased: false }]],
    ['F: 0x17', [{ kind: 'number', value: 23, text: '23' }]],
    ['F: 18446744073709551615', [{ kind: 'number', value: 18446744073709551615n, text: '18446744073709551615' }]],
    ['F: no', [{ kind: 'boolean', value: false }]],
    ['F:', [{ kind: 'null' }]],
    ['F: []', [{ kind: 'null' }]],
    ['F: 2024-01-01', [{ kind: 'string', pattern: [text('2024-01-01')], cased: false }]],
    ['F|exists: false', [{ kind: 'exists', value: false }]],
    ["F|re|i|s: 'a.b'", [{ kind: 'regex', source: 'a.b', flags: { i: true, m: false, s: true } }]],
    ["F|re|startswith: 'a|b'", [{ kind: 'regex', source: '\\A(?:a|b)', flags: { i: false, m: false, s: false } }]],
    ['F|cidr: fe80::/10', [{ kind: 'cidr', version: 6, address: 'fe80::', prefix: 10 }]],
    ['F|gte: 1.5', [{ kind: 'compare', operator: 'gte', value: 1.5 }]],
    ['F|hour: 13', [{ kind: 'time', part: 'hour', operator: 'eq', value: 13 }]],
    ['F|year|lt: 2020', [{ kind: 'time', part: 'year', operator: 'lt', value: 2020 }]],
    ['F|fieldref|endswith: G', [{ kind: 'fieldref', field: 'G', match: 'endswith', cased: false }]],
    ["F|expand: 'a%b%'", [{ kind: 'string', pattern: [text('a'), { kind: 'placeholder', name: 'b' }], cased: false }]],
    ["F|wide|base64|contains: 'cmd'", [{ kind: 'string', pattern: [any, text('YwBtAGQA'), any], cased: false }]],
    ["'|re': 'a'", [{ kind: 'regex', source: 'a', flags: { i: false, m: false, s: false } }]],
    ["'|cased': 'a'", [{ kind: 'string', pattern: [any, text('a'), any], cased: true }]],
    ["'|startswith': 'a'", [{ kind: 'string', pattern: [text('a'), any], cased: false }]],
  ])('%s', (line, tests) => {
    expect(itemOf(line).values.map((value) => value.alternatives)).toEqual([tests]);
  });

  test('quantifier, negation and places', () => {
    const file = selectionOf("Some.Field|contains|all|neq: ['a', b]");
    const item = itemOf("Some.Field|contains|all|neq: ['a', b]");
    expect(item).toMatchObject({
      field: 'Some.Field',
      quantifier: 'all',
      negated: true,
      modifiers: ['contains', 'all', 'neq'],
    });
    const shown = [item.fieldRange, item.range, ...item.values.map(({ range }) => range)];
    expect(shown.map(({ start, end }) => file.slice(start, end))).toEqual([
      'Some.Field',
      "Some.Field|contains|all|neq: ['a', b]",
      "'a'",
      'b',
    ]);
  });
});

describe('selections', () => {
  const shape = (expression: Expression): unknown => {
    switch (expression.kind) {
      case 'and':
      case 'or':
        return { [expression.kind]: expression.operands.map(shape) };
      case 'not':
        return { not: shape(expression.operand) };
      case 'selection':
        return { [expression.name]: shape(expression.operand) };
      case 'item':
        return `${expression.field ?? 'keywords'}(${expression.values.map(({ source }) => source).join()})`;
    }
  };

  test.each([
    [['a:', '  A: 1', '  B: 2'], 'a', { a: { and: ['A(1)', 'B(2)'] } }],
    [['a:', '  - A: 1', '    C: 3', '  - B: 2'], 'a', { a: { or: [{ and: ['A(1)', 'C(3)'] }, 'B(2)'] } }],
    [['a: [x, 5]'], 'a', { a: 'keywords(x,5)' }],
    [['a: x'], 'a', { a: 'keywords(x)' }],
    [['a:', '  - x', '  - A: 1'], 'a', { a: { or: ['keywords(x)', 'A(1)'] } }],
    [
      ['a: {A: 1}', 'b: {B: 1}', 'c: {C: 1}'],
      'a or not b and c',
      { or: [{ a: 'A(1)' }, { and: [{ not: { b: 'B(1)' } }, { c: 'C(1)' }] }] },
    ],
    [['a: {A: 1}', 'b: {B: 1}', '_c: {C: 1}'], '1 of them', { or: [{ a: 'A(1)' }, { b: 'B(1)' }] }],
    [
      ['a_1: {A: 1}', 'a_2: {B: 1}', 'b: {C: 1}'],
      'all of a_* and b',
      { and: [{ and: [{ a_1: 'A(1)' }, { a_2: 'B(1)' }] }, { b: 'C(1)' }] },
    ],
    [['a: {A: 1}'], 'a and not 1 of filter_*', { and: [{ a: 'A(1)' }, { not: { or: [] } }] }],
    [['a: {A: 1}'], 'all of b*', { or: [] }],
    [['a: {A: 1}', 'b: {B: 1}'], '[a, not b]', { or: [{ a: 'A(1)' }, { not: { b: 'B(1)' } }] }],
    [['x: &x {A: 1}', 'a: {<<: *x, B: 2}'], 'a or x', { or: [{ a: { and: ['B(2)', 'A(1)'] } }, { x: 'A(1)' }] }],
  ] as const)('%j where %s', (lines, condition, expected) => {
    expect(shape(meaning(ruleOf(...lines, `condition: ${condition}`)))).toEqual(expected);
  });

  test('a fault in one selection leaves the others their meaning', () => {
    const [rule] = parseSigma(ruleOf('a: {A: 1}', 'b: {B|bogus: 1}', 'condition: a and b')).rules;
    expect(rule?.kind === 'detection' && rule.selections.map(({ expression }) => expression !== undefined)).toEqual([
      true,
      false,
    ]);
    expect(rule).not.toHaveProperty('expression');
  });

  test('a rule with broken YAML has none', () => {
    const [rule] = parseSigma(`${ruleOf('a: {A: 1}', 'condition: a')}description: 'open\n`).rules;
    expect(rule).not.toHaveProperty('expression');
    expect(rule?.problems.map(({ code }) => code)).toEqual(['yaml-syntax']);
  });
});

describe('placeholders', () => {
  const expression = meaning(selectionOf("F|expand|contains: ['%a%-%b%', c]"));
  const forms = (resolved: Expression) => {
    if (resolved.kind !== 'selection' || resolved.operand.kind !== 'item') throw new Error(resolved.kind);
    return resolved.operand.values.map(({ alternatives }) => alternatives.length);
  };

  test('every combination of the values', () => {
    const resolved = resolvePlaceholders(expression, { a: ['1', 'x*'], b: ['2', '3', '4'] });
    expect(forms(resolved)).toEqual([6, 1]);
    expect(openPlaceholders(resolved)).toEqual([]);
    expect(JSON.stringify(resolved)).toContain('"text":"1-2"');
  });
  test('what has no values stays', () => {
    expect(openPlaceholders(resolvePlaceholders(expression, { a: ['1'] }))).toEqual(['b']);
    expect(openPlaceholders(resolvePlaceholders(expression, {}))).toEqual(['a', 'b']);
  });
  test('a rule with an empty list keeps its placeholder, and one without placeholders is the same object', () => {
    const [open] = parseSigma(selectionOf("F|expand: '%a%'")).rules;
    const [plain] = parseSigma(selectionOf('F: x')).rules;
    if (open === undefined || plain === undefined) throw new Error('No rule.');
    const opened = (values: readonly string[]) => {
      const rule = withPlaceholders(open, { a: values });
      return rule.kind === 'correlation' || !rule.expression ? undefined : openPlaceholders(rule.expression);
    };
    expect([opened([]), opened(['1'])]).toEqual([['a'], []]);
    expect(withPlaceholders(plain, { a: ['1'] })).toBe(plain);
  });
  test('names that objects have anyway are no values', () => {
    const own = meaning(selectionOf("F|expand: '%constructor%'"));
    expect(openPlaceholders(resolvePlaceholders(own, {}))).toEqual(['constructor']);
  });
  test('too many combinations are not made', () => {
    const many = Array.from({ length: 100 }, (_, index) => `v${index}`);
    expect(openPlaceholders(resolvePlaceholders(expression, { a: many, b: many }))).toEqual(['a', 'b']);
  });
});
