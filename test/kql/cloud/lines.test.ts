import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryOf } from '../../../server/src/kql/query.ts';
import type { TableMapping } from '../../../server/src/kql/tableMapping.ts';
import { compileMatcher } from '../../../server/src/match/compile.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';
import type { DetectionRule } from '../../../server/src/sigma/rule.ts';
import { conditionsOf, convertText, ruleText } from '../convertDetection.ts';
import { evaluate } from '../evaluate.ts';

/** A list in an event matches if any of its elements does, says Sigma; a row has them in lines of text. */
const mapping: TableMapping = {
  target: 'workspace',
  table: 'T',
  rows: [],
  requires: new Map(),
  row: new Map(),
  keywords: [],
  fields: new Map([['Names', { kind: 'column', column: 'Names', type: 'string', holds: 'lines' }]]),
};

const values = ['a', 'A', 'ab', 'ba', 'b a', '.', 'a.b', '$', '^a', '7', 'true'];
const tests = [
  `Names: VALUE`,
  `Names|cased: VALUE`,
  `Names|contains: VALUE`,
  `Names|startswith: VALUE`,
  `Names|endswith: VALUE`,
  `Names|contains|all: [VALUE, a]`,
  `Names|re: '^a.?b?$'`,
  `Names|neq: VALUE`,
  `Names: 'a*b'`,
  `Names: '?a'`,
  `Names: 7`,
  `Names: true`,
  `Names: null`,
  `Names|exists: true`,
];

test('the query and the matcher agree on lists', () => {
  const list = fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...tests), fc.constantFrom(...values), list, (item, value, names) => {
      const rule = parsed(`selection:\n    ${item.replaceAll('VALUE', () => `'${value}'`)}`);
      expect(ask(rule, names)).toBe(compileMatcher(rule)({ Names: names }));
    }),
    { numRuns: 1000 },
  );
});

test('an absent list has no line', () => {
  expect(ask(parsed(`selection: { Names: null }`), [])).toBe(true);
  expect(ask(parsed(`selection: { Names: '*' }`), [])).toBe(false);
  expect(ask(parsed(`selection: { Names: a }`), [])).toBe(false);
});

test.each([`Names|cidr: 10.0.0.0/8`, `Names|gt: 5`, `Names|fieldref: Names`, `Names|re|s: 'a.b'`])(
  '%s needs one value alone',
  (item) => {
    expect(ask(parsed(`selection:\n    ${item}`), ['a'])).toBe('refused');
  },
);

test('Okta’s targets are asked so', () => {
  const conversion = convertText(
    ruleText(`selection: { target.type: [AppInstance, User*] }`, { product: 'okta', service: 'okta' }),
    'workspace',
  );
  expect(conditionsOf(conversion).split('\n').at(-1)).toBe(
    `target_type matches regex "(?im)^AppInstance$" or target_type matches regex "(?im)^User"`,
  );
  expect(conversion.approximate).toBe(true);
});

function parsed(detection: string): DetectionRule {
  const [rule] = parseSigma(ruleText(detection)).rules;
  if (rule?.kind !== 'detection') throw new Error('no detection rule');
  return rule;
}

function ask(rule: DetectionRule, names: readonly string[]): boolean | 'refused' {
  const { query } = queryOf(rule, { target: 'workspace', logsource: {}, mapping, table: 'T' });
  if (query === undefined) return 'refused';
  return query.operators.every(
    (operator) => operator.kind !== 'where' || evaluate(operator.predicate, () => names.join('\n')) === true,
  );
}
