import { describe, expect, it } from 'vitest';
import { convertToKql } from '../../server/src/kql/convert.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';
import { runKql } from '../../server/src/kusto/runKql.ts';
import { compileMatcher } from '../../server/src/match/compile.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { type Placeholders, withPlaceholders } from '../../server/src/sigma/placeholders.ts';
import { UnmatchableRuleError } from '../../server/src/sigma/unmatchable.ts';
import { ruleText } from '../kql/convertDetection.ts';

function ruleOf(item: string) {
  const [rule] = parseSigma(ruleText(`selection: { ${item} }`)).rules;
  if (rule === undefined) throw new Error('This is no rule.');
  return rule;
}

/** pySigma 2, `SigmaExpandModifier` and `SigmaRegularExpression.replace_placeholders`, if nothing else is said. */
describe('placeholders in a regular expression', () => {
  it.each<[string, string[], string, boolean]>([
    ["CommandLine|re|expand: '^run %x%$'", ['a', 'b'], 'run b', true],
    ["CommandLine|re|expand: '^run %x%$'", ['a', 'b'], 'run c', false],
    // A value is a part of the expression and not escaped.
    ["CommandLine|re|expand: '^%x%$'", ['a.c'], 'abc', true],
    ["CommandLine|re|expand: '^%x%$'", ['(a|b)+'], 'abba', true],
    ["CommandLine|re|expand: '^%x%$'", ['a|b'], 'xb', true],
    ["CommandLine|re|expand: '^%x%$'", [String.raw`a\.c`], 'abc', false],
    ["CommandLine|re|expand: '^%x%$'", [String.raw`\d+`], '42', true],
    ["CommandLine|re|expand: '^a%x%$'", ['*'], 'aaa', true],
    // It is read as a Sigma string before, in which two backslashes are one.
    ["CommandLine|re|expand: '^%x%$'", [String.raw`a\\.c`], 'a.c', true],
    ["CommandLine|re|expand: '^%x%$'", [String.raw`a\*c`], 'a*c', true],
    // Flags and positions, on both sides of `expand`.
    ["CommandLine|re|i|expand: '^%x%$'", ['a'], 'A', true],
    ["CommandLine|re|expand|i: '^%x%$'", ['a'], 'A', true],
    ["CommandLine|re|expand: '^%x%$'", ['a'], 'A', false],
    ["CommandLine|re|startswith|expand: '%x%'", ['a', 'b'], 'bc', true],
    ["CommandLine|re|expand|endswith: '%x%'", ['a', 'b'], 'bc', false],
    ["CommandLine|re|expand|all: ['%x%', 'c']", ['a', 'b'], 'bc', true],
    ["CommandLine|re|expand|neq: '%x%'", ['a', 'b'], 'c', true],
    // Specification, "Placeholders": a backslash makes the percent sign literal; an escaped backslash does not (convention).
    [String.raw`CommandLine|re|expand: '^\%x%$'`, ['a'], '%x%', true],
    [String.raw`CommandLine|re|expand: '^\\%x%$'`, ['a'], String.raw`\a`, true],
    ["CommandLine|re|expand: '^100%$'", ['a'], '100%', true],
    ["CommandLine|re: '^%x%$'", ['a'], '%x%', true],
  ])('%s with %j on %s', async (item, values, text, expected) => {
    const rule = ruleOf(item);
    expect(compileMatcher(rule, { placeholders: { x: values } })({ CommandLine: text })).toBe(expected);
    const { query } = convertToKql(withPlaceholders(rule, { x: values }), { target: 'workspace' });
    expect(analyse(query ?? '', 'workspace')).toEqual([]);
    const { rows } = await runKql(query ?? '', { tables: { SecurityEvent: [{ EventID: 4688, CommandLine: text }] } });
    expect(rows).toHaveLength(expected ? 1 : 0);
  });

  it('are every combination', () => {
    const placeholders = { a: ['1', '2'], b: ['x', 'y'] };
    const matches = compileMatcher(ruleOf("CommandLine|re|expand: '^%a%-%b%$'"), { placeholders });
    const texts = ['1-x', '1-y', '2-x', '2-y', '1-1', 'x-1'];
    expect(texts.filter((CommandLine) => matches({ CommandLine }))).toEqual(texts.slice(0, 4));
  });

  it('are refused without values, and with values that make no expression', () => {
    const rule = ruleOf("CommandLine|re|expand: 'a%x%'");
    const refusal = (placeholders: Placeholders) => {
      try {
        compileMatcher(rule, { placeholders });
      } catch (error) {
        return error instanceof UnmatchableRuleError ? error.problem : undefined;
      }
      return undefined;
    };
    const text = ruleText("selection: { CommandLine|re|expand: 'a%x%' }");
    for (const [values, code] of [
      [{}, 'unresolved-placeholder'],
      [{ x: ['(?=b)'] }, 'regex-not-re2'],
      [{ x: ['b('] }, 'regex-not-re2'],
    ] as const) {
      const problem = refusal(values);
      expect(problem?.code).toBe(code);
      expect(text.slice(problem?.range.start, problem?.range.end)).toBe("'a%x%'");
    }
  });

  it.each([
    [{ x: ['b('] }, 'With its values this is `ab(`. A parenthesis is not closed.'],
    [{}, '`%x%` has no value'],
  ])('make no query of %j', (values, message) => {
    const rule = withPlaceholders(ruleOf("CommandLine|re|expand: 'a%x%'"), values);
    const { query, problems } = convertToKql(rule, { target: 'workspace' });
    expect(query).toBeUndefined();
    expect(problems.map((problem) => problem.message).join('\n')).toContain(message);
  });

  it('cannot stand before `re`, and not beside `cidr` (pySigma)', () => {
    const codes = (item: string) => ruleOf(item).problems.map((problem) => problem.code);
    expect(codes("CommandLine|expand|re: '%x%'")).toEqual(['illegal-modifier-chain']);
    expect(codes("CommandLine|expand|cidr: '%x%'")).toEqual(['illegal-modifier-chain']);
    expect(codes("CommandLine|cidr|expand: '10.0.0.0/8'")).toEqual(['illegal-modifier-chain']);
  });
});
