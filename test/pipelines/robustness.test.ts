import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePipeline } from '../../server/src/pipelines/parse.ts';
import { plainText, readPlain, slicePattern } from '../../server/src/pipelines/plainText.ts';
import { readTemplate } from '../../server/src/pipelines/template.ts';
import type { PatternPart } from '../../server/src/sigma/pattern.ts';
import { concatenate } from '../../server/src/sigma/value.ts';
import { meaning, process, ruleText } from './processed.ts';

/** Whatever a pipeline says, the answer comes soon, and is an error where it would be too much. */
describe('pipelines that ask for too much', () => {
  const repeat = (item: string, count: number) => Array.from({ length: count }, () => item).join('\n');
  const rule = ruleText('selection: { a: aaaa, b: x }');

  test.each([
    ['texts that double', repeat('- { type: replace_string, regex: "a", replacement: "aa" }', 60)],
    ['fields that double', repeat('- { type: field_name_mapping, mapping: { a: [a, a] } }', 60)],
    ['values that double', repeat('- { type: map_string, mapping: { aaaa: [aaaa, aaaa] } }', 60)],
  ])('%s', (_, items) => {
    expect(meaning(process(items, rule).rule)).toMatch(/^pipeline-failure/);
  });

  test('trees that grow with every item stay flat', () => {
    const renamed = process(repeat('- { type: field_name_mapping, mapping: { a: [b, a] } }', 1000), rule);
    expect(renamed.problems).toEqual([]);
    const added = process(repeat('- { type: add_condition, conditions: { a: x } }', 3000), rule);
    expect(meaning(added.rule).split(' and ')).toHaveLength(3002);
  });

  test('queries that double', () => {
    const items = repeat('- { type: replace, pattern: "a", replacement: "aa" }', 60).replace(/^/gm, '  ');
    const { postprocess } = process('[]', rule, `postprocessing:\n${items}`);
    const { text, problems } = postprocess('a');
    expect(text).toBe('');
    expect(problems.map(({ code }) => code)).toEqual(['pipeline-failure']);
  });

  test('templates with open brackets and deep blocks', () => {
    expect(readTemplate('{{'.repeat(20_000), [])).toHaveProperty('fault');
    expect(readTemplate('{% if query %}'.repeat(3000), ['query'])).toHaveProperty('fault');
    expect(readTemplate(`{{ query ${'| upper '.repeat(5000)} }}`, ['query'])).not.toHaveProperty('fault');
  });

  test('expressions with many parentheses', () => {
    const text = `transformations:\n- type: case\n  rule_conditions: { a: { type: is_sigma_rule } }\n  rule_cond_expr: ${'('.repeat(50_000)}a`;
    expect(parsePipeline(text).problems.map(({ code }) => code)).toContain('pipeline-condition-expression');
  });
});

describe('half-typed pipelines', () => {
  const seeds = [
    'name: x\npriority: 10\nvars: { a: [1, b] }\ntransformations:\n  - id: one\n    type: field_name_mapping\n    mapping:\n      a: [b, c]\n    rule_conditions:\n      w: { type: logsource, product: windows }\n    rule_cond_expr: not w\n',
    "transformations:\n  - type: replace_string\n    regex: '(a)'\n    replacement: '\\1'\n  - type: nest\n    items:\n      - type: add_condition\n        conditions: { x|contains: y }\n",
    'postprocessing:\n  - type: template\n    template: "{% for x in rule.tags %}{{ x | upper }}{% endfor %}"\nfinalizers:\n  - type: concat\n',
  ];

  test('never fail, and all places are in the text', () => {
    const change = fc.record({ seed: fc.constantFrom(...seeds), at: fc.nat(), length: fc.nat(12), text: fc.string() });
    fc.assert(
      fc.property(change, ({ seed, at, length, text }) => {
        const start = at % (seed.length + 1);
        const given = seed.slice(0, start) + text + seed.slice(start + length);
        for (const { range, message } of parsePipeline(given).problems) {
          expect(range.start).toBeLessThanOrEqual(range.end);
          expect(range.end).toBeLessThanOrEqual(given.length);
          expect(message).not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('every beginning is read', () => {
    for (const seed of seeds) for (let end = 0; end <= seed.length; end++) parsePipeline(seed.slice(0, end));
  });
});

describe('texts as pySigma writes them', () => {
  const part: fc.Arbitrary<PatternPart> = fc.oneof(
    fc.record({
      kind: fc.constant('text' as const),
      text: fc.string({ minLength: 1, unit: fc.constantFrom('a', '*', '?', '\\', '😀') }),
    }),
    fc.constant({ kind: 'any' as const }),
    fc.constant({ kind: 'one' as const }),
  );
  const pattern = fc.array(part, { maxLength: 6 }).map((parts) => concatenate([parts]));

  test('the whole slice is the pattern', () => {
    fc.assert(
      fc.property(pattern, (given) => {
        expect(slicePattern(given, 0, plainText(given).length)).toEqual(given);
      }),
    );
  });

  test('two slices are the pattern, wherever they meet', () => {
    fc.assert(
      fc.property(pattern, fc.nat(), (given, at) => {
        const plain = plainText(given);
        const middle = at % (plain.length + 1);
        // Not within a character of two units.
        fc.pre(!/[\udc00-\udfff]/.test(plain.charAt(middle)));
        expect(concatenate([slicePattern(given, 0, middle), slicePattern(given, middle, plain.length)])).toEqual(given);
      }),
    );
  });

  test('a pattern without a backslash before a wildcard can be read back', () => {
    fc.assert(
      fc.property(pattern, (given) => {
        const plain = plainText(given);
        fc.pre(
          !plain.includes('\\\\') &&
            !given.some(
              (each, index) => each.kind === 'text' && each.text.endsWith('\\') && given[index + 1] !== undefined,
            ),
        );
        expect(readPlain(plain)).toEqual(given);
      }),
    );
  });
});
