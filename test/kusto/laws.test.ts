import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { runKql } from '../../server/src/kusto/runKql.ts';
import type { SampleRow } from '../../server/src/kusto/samples.ts';

/** The first query loads and warms Microsoft's service. */
beforeAll(() => runKql('print 1', { tables: {} }), 60_000);

/** Texts in which terms, their bounds and letters of both cases meet. */
const text = fc.string({ unit: fc.constantFrom('a', 'B', 'b', '1', ' ', '-', '\\', '.', '_', 'é'), maxLength: 6 });
const rows = fc.array(fc.record({ k: text, v: fc.option(fc.integer({ min: -5, max: 5 })), w: text }), { maxLength: 8 });
const columns = { k: 'string', v: 'long', w: 'string' } as const;

async function run(query: string, tables: Readonly<Record<string, readonly SampleRow[]>>): Promise<readonly unknown[]> {
  const typed = Object.fromEntries(Object.entries(tables).map(([name, each]) => [name, { columns, rows: each }]));
  const result = await runKql(query, { tables: typed });
  expect(result.problems).toEqual([]);
  return result.rows;
}

const sorted = (found: readonly unknown[]) => found.map((row) => JSON.stringify(row)).sort();

/** Every row of the left query is one of the right. */
async function implies(left: string, right: string, given: readonly SampleRow[]): Promise<void> {
  const both = await run(`T | where ${left} and not(${right})`, { T: given });
  expect(both).toEqual([]);
}

describe('laws', () => {
  it.each([
    ['k has w', 'k hasprefix w'],
    ['k has w', 'k hassuffix w'],
    ['k hasprefix w', 'k contains w'],
    ['k hassuffix w', 'k contains w'],
    ['k has_cs w', 'k has w'],
    ['k startswith w', 'k contains w'],
    ['k endswith_cs w', 'k endswith w'],
    ['k == w', 'k =~ w'],
    ['k =~ w', 'k has w'],
    ['k in (w)', 'k in~ (w)'],
    ['k has_all (w)', 'k has_any (w)'],
    ['v > 2', 'v >= 2'],
    ['v == 2', 'v in (1, 2)'],
  ])('%s implies %s', (left, right) =>
    fc.assert(
      fc.asyncProperty(rows, (given) => implies(left, right, given)),
      { numRuns: 30 },
    ),
  );

  it.each(['has', 'contains', 'startswith', 'endswith', 'hasprefix_cs', 'has_cs', 'contains_cs'])(
    '!%s is the opposite',
    (operator) =>
      fc.assert(
        fc.asyncProperty(rows, async (T) => {
          expect(await run(`T | where (k ${operator} w) == (k !${operator} w)`, { T })).toEqual([]);
        }),
        { numRuns: 20 },
      ),
  );

  const same = (name: string, first: string, second: string) =>
    it(name, () =>
      fc.assert(
        fc.asyncProperty(rows, rows, rows, async (T, U, V) => {
          expect(sorted(await run(first, { T, U, V }))).toEqual(sorted(await run(second, { T, U, V })));
        }),
        { numRuns: 20 },
      ),
    );

  same('union is associative', 'T | union (U | union V)', '(T | union U) | union V');
  same('union is commutative', 'T | union U', 'U | union T');
  same('where commutes with project', 'T | project k, v | where v > 0', 'T | where v > 0 | project k, v');
  same('two wheres are one', 'T | where v > 0 | where k has "a"', 'T | where v > 0 and k has "a"');
  same('distinct is a summarize', 'T | distinct k, v', 'T | summarize by k, v');
  same('counts of groups add up', 'T | summarize c = count() by k | summarize sum(c)', 'T | summarize sum_c = count()');
  same(
    'a semi-join is an inner join',
    'T | join kind=leftsemi U on k',
    'T | join kind=inner (U | distinct k) on k | project k, v, w',
  );
  same('semi and anti make the whole', 'T', '(T | join kind=leftsemi U on k) | union (T | join kind=leftanti U on k)');
  same(
    'an outer join is an inner one and the rest',
    'T | join kind=leftouter U on k | project k, v, w, k1, v1',
    '(T | join kind=inner U on k | project k, v, w, k1, v1) | union (T | join kind=leftanti U on k | extend k1 = "", v1 = long(null))',
  );
  same('sorting loses nothing', 'T | sort by v asc, k desc', 'T');
  same(
    'lists expand to what they were made of',
    'T | where isnotnull(v) | summarize l = make_list(v) by k | mv-expand l to typeof(long) | project k, l',
    'T | where isnotnull(v) | project k, l = v',
  );
  same('JSON keeps longs', 'T | project v', 'T | project v = tolong(parse_json(tostring(pack("a", v))).a)');
});
