import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scalar } from '../../server/src/kql/ast.ts';
import { print } from '../../server/src/kql/print.ts';
import { queryOf } from '../../server/src/kql/query.ts';
import type { ColumnField, TableMapping } from '../../server/src/kql/tableMapping.ts';
import { compileMatcher } from '../../server/src/match/compile.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { evaluate } from './evaluate.ts';

type Value = string | number | readonly (string | number)[] | undefined;

/** The rule on a table that has the field in a column of the type, and the same rule for events. */
function both(detection: string, type: ColumnField['type']) {
  const text = `title: T\nlogsource: { product: test }\ndetection:\n    a: ${detection}\n    condition: a\n`;
  const [rule] = parseSigma(text).rules;
  if (rule?.kind !== 'detection') throw new Error(`no rule in ${text}`);
  const mapping: TableMapping = {
    target: 'workspace',
    table: 'T',
    rows: [],
    requires: new Map(),
    keywords: [],
    fields: new Map([['F', { kind: 'column', column: 'F', type }]]),
    row: new Map(),
  };
  const { query, problems } = queryOf(rule, { target: 'workspace', logsource: {}, mapping, table: 'T' });
  return { query, problems, matches: compileMatcher(rule) };
}

/** Kusto writes a list as JSON without blanks, and a text in a dynamic column as it is. */
function written(value: Value): string | null {
  return value === undefined ? null : Array.isArray(value) ? JSON.stringify(value) : String(value);
}

const holds = (predicates: readonly Scalar[], value: Value): boolean =>
  predicates.every((predicate) => evaluate(predicate, () => written(value)) === true);

describe('a list in a dynamic column', () => {
  test.each<[detection: string, kql: string]>([
    [`{ F|contains: abc }`, `tostring(F) contains "abc"`],
    [
      String.raw`{ F|contains: 'a\b' }`,
      String.raw`(gettype(F) !in ("array", "dictionary") and tostring(F) contains @"a\b") or tostring(F) contains @"a\\b"`,
    ],
    [
      `{ F: abc }`,
      String.raw`tostring(F) =~ "abc" or (gettype(F) in ("array", "dictionary") and tostring(F) matches regex @"(?is)[[,:]""abc""[,\]}]")`,
    ],
    [
      `{ F|endswith: abc }`,
      String.raw`tostring(F) endswith "abc" or ( gettype(F) in ("array", "dictionary") and tostring(F) matches regex @"(?is)[[,:]""(?:[^""\\]|\\(?:u[0-9a-f]{4}|[^u]))*abc""[,\]}]" )`,
    ],
    [`{ F: '*' }`, `isnotnull(F)`],
    [`{ F: null }`, `isnull(F)`],
  ])('%s', (detection, kql) => {
    const { query } = both(detection, 'dynamic');
    expect(query && print(query).text.replace(/\n +/g, ' ')).toBe(`T\n| where ${kql}`);
  });

  test.each(['{ F|contains: "," }', '{ F|startswith: "[a" }', '{ F|cidr: 10.0.0.0/8 }', '{ F|gt: 5 }'])(
    'cannot answer %s',
    (detection) => {
      const { query, problems } = both(detection, 'dynamic');
      expect(query).toBeUndefined();
      expect(problems.map(({ code }) => code)).toEqual(['unsupported-value']);
    },
  );

  const characters = fc.constantFrom('a', 'B', 'c', '"', '\\', ',', '[', ']', ':', '{', ' ', "'", 'é', '\n', '\u0001');
  const elements = fc.array(characters, { maxLength: 4 }).map((parts) => parts.join(''));
  const values: fc.Arbitrary<Value> = fc.oneof(
    fc.array(elements, { maxLength: 3 }),
    elements.filter((each) => each !== '' && !/^[[{].*[\]}]$/s.test(each)),
    fc.constant(undefined),
  );
  const literal = fc
    .array(fc.constantFrom('a', 'b', 'c', '"', '\\\\', ',', ' ', "'", 'é', '*', '?'), { minLength: 1, maxLength: 4 })
    .map((parts) => `'${parts.join('').replaceAll("'", "''")}'`);
  const modifier = fc.constantFrom('', '|contains', '|startswith', '|endswith', '|cased', '|contains|neq', '|neq');

  test('any element decides, as in events', () => {
    let compared = 0;
    fc.assert(
      fc.property(modifier, literal, fc.array(values, { minLength: 6, maxLength: 6 }), (how, what, rows) => {
        const { query, matches } = both(`{ F${how}: ${what} }`, 'dynamic');
        if (query === undefined) return;
        const predicates = query.operators.flatMap((each) => (each.kind === 'where' ? [each.predicate] : []));
        for (const value of rows) {
          if (Array.isArray(value) && value.length === 0) continue;
          compared++;
          expect(holds(predicates, value), JSON.stringify(value)).toBe(
            matches(value === undefined ? {} : { F: value }),
          );
        }
      }),
      { numRuns: 1_500 },
    );
    expect(compared).toBeGreaterThan(3_000);
  });
});

describe('other types', () => {
  test.each<[type: ColumnField['type'], detection: string, kql: string]>([
    [
      'guid',
      `{ F: '{0A1B2C3D-0000-0000-0000-000000000001}' }`,
      `tostring(F) =~ "0A1B2C3D-0000-0000-0000-000000000001"`,
    ],
    ['guid', `{ F|contains: 0A1B }`, `tostring(F) contains "0A1B"`],
    ['guid', `{ F: '' }`, `isnull(F)`],
    ['guid', `{ F: '*' }`, `isnotnull(F)`],
    ['datetime', `{ F|exists: true }`, `isnotnull(F)`],
    ['datetime', `{ F|hour: 3 }`, `datetime_part("hour", F) == 3`],
    ['datetime', `{ F: '*' }`, `isnotnull(F)`],
    ['real', `{ F: 1.5 }`, `F == 1.5`],
    ['real', `{ F|gte: 2 }`, `F >= 2`],
    ['bool', `{ F: 'true' }`, `F == true`],
    ['bool', `{ F|neq: true }`, `F != true`],
  ])('%s: %s', (type, detection, kql) => {
    const { query } = both(detection, type);
    expect(query && print(query).text).toBe(`T\n| where ${kql}`);
  });

  test.each<[type: ColumnField['type'], detection: string]>([
    ['datetime', '{ F: 2026-01-01 }'],
    ['datetime', '{ F|gt: 5 }'],
    ['timespan', '{ F|contains: a }'],
    ['bool', '{ F|lt: 5 }'],
    ['guid', '{ F|cidr: 10.0.0.0/8 }'],
    ['real', '{ F|re: a }'],
    ['datetime', '{ F|fieldref: F }'],
  ])('%s cannot answer %s', (type, detection) => {
    const { query, problems } = both(detection, type);
    expect(query).toBeUndefined();
    expect(problems.map(({ code }) => code)).toEqual(['unsupported-value']);
  });
});
