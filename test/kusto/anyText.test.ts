import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { runKql } from '../../server/src/kusto/runKql.ts';
import { kqlSupport } from '../../server/src/kusto/support.ts';
import { nests, tokenSoup } from '../kql-validation/tokens.ts';

/** The first query loads and warms Microsoft's service. */
beforeAll(() => runKql('print 1', { tables: {} }), 60_000);

const { functions, aggregates, operators, plugins } = kqlSupport();
const called = [functions, aggregates, plugins].flatMap((kind) => kind.map(({ name }) => name));
const words = operators.flatMap(({ name }) => name.split(' / '));

const tables = {
  T: {
    columns: { a: 'long', b: 'string', c: 'datetime', d: 'dynamic' },
    rows: [
      { a: 1, b: 'x y', c: '2024-01-01T00:00:00Z', d: { k: [1, 'z'] } },
      { a: null, b: '', c: null, d: null },
    ],
  },
} as const;

/** Every answer is rows or problems; a problem that the evaluator did not foresee would be a mistake in it. */
async function expectAnswer(query: string): Promise<void> {
  const { problems } = await runKql(query, { tables, limits: { milliseconds: 1000 } });
  expect(problems.filter(({ message }) => message.startsWith('This query cannot be run here'))).toEqual([]);
  for (const { range } of problems) {
    expect(range.start).toBeGreaterThanOrEqual(0);
    expect(range.end).toBeGreaterThanOrEqual(range.start);
    expect(query.length).toBeGreaterThanOrEqual(range.end);
  }
}

const argument = fc.constantFrom(
  ...['"x"', '""', '"a.*("', '"["', '"day"', '"1.2.3.4/8"', '"😀é"', '"\\u0000"', '"$.a"', '"[1,2]"'],
  ...['1', '-1', '0', '2.5', '9223372036854775807', '1e308', 'real(nan)', 'real(+inf)', 'decimal(1.5)', 'int(5)'],
  ...['1h', '-1d', 'datetime(2020-01-01)', 'datetime(9999-12-31 23:59:59)', 'datetime(null)', 'timespan(null)'],
  ...['long(null)', 'true', 'bool(null)', 'guid(74be27de-1e4e-49d9-b579-fe0b331d3642)', 'typeof(long)', '1000000000'],
  ...[
    'dynamic(null)',
    'dynamic([1,"a",{"k":2}])',
    'dynamic([])',
    'dynamic({"a":[1]})',
    'dynamic({})',
    'dynamic([3,1])',
  ],
  ...['a', 'b', 'c', 'd', 'd.k'],
);

const token = fc.constantFrom(
  ...words,
  ...['T', 'a', 'b', 'c', 'd', '|', '|', '|', '(', ')', '(', ')', ',', ',', '[', ']', '{', '}', '.', '..', ';', ':'],
  ...['=', '==', '!=', '<', '>', '=~', '*', '/', '%', '+', '-', 'and', 'or', 'not', 'has', 'contains', 'in', '!in~'],
  ...['between', 'matches regex', 'by', 'on', 'kind=inner', 'with', 'from', 'to', 'step', 'asc', 'nulls first'],
  ...['"x"', "'", '"', '@"\\"', '```', 'h"', '//', '1', '-1', '2.5', '1h', '0x', 'datetime(', 'dynamic([1,', 'true'],
  ...['null', 'string', 'long', 'typeof(long)', '$left', '$right', 'dynamic({"a":[1]})', '\n', '\u0000', '😀'],
);

describe('any text', () => {
  it('has an answer: each function with any arguments', { timeout: 60_000 }, () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...called),
        fc.array(argument, { maxLength: 5 }),
        fc.constantFrom('T | extend r = ', 'T | summarize r = ', 'print r = ', 'T | evaluate '),
        (name, given, before) => expectAnswer(`${before}${name}(${given.join(', ')})`),
      ),
      { numRuns: 500 },
    ),
  );

  it('has an answer: words of the language in any order', { timeout: 60_000 }, () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 6, arbitrary: token }, { weight: 1, arbitrary: fc.constantFrom(...called) }), {
          maxLength: 14,
        }),
        fc.constantFrom('', 'T | '),
        (tokens, before) => expectAnswer(before + tokens.join(' ')),
      ),
      { numRuns: 300 },
    ),
  );

  it('has an answer: words of the whole grammar in any order', { timeout: 60_000 }, () =>
    fc.assert(fc.asyncProperty(tokenSoup, expectAnswer), { numRuns: 200 }),
  );

  it('has an answer where the service itself breaks down, at the part over which it does', async () => {
    const query = 'print x = 1 | graph-match | count';
    const { problems } = await runKql(query, { tables: {} });
    expect(problems.map(({ range: { start, end }, code }) => [code, query.slice(start, end)])).toEqual([
      ['kql-not-implemented', 'graph-match'],
    ]);
  });

  it('has an answer where two literals cannot be compared', async () => {
    const { problems } = await runKql('print countof("day", dynamic([1]), 1h)', { tables: {} });
    expect(problems.map(({ code }) => code)).toContain('KS140');
  });

  it.each(nests)('has an answer for %j again and again, at the bracket that is too deep', async (nest) => {
    const { problems } = await runKql(nest.repeat(100_000), { tables: {} });
    expect(problems).toMatchObject([{ code: 'kql-limit', message: expect.stringContaining('deep') }]);
    expect(problems.map(({ range: { start, end } }) => end - start)).toEqual([1]);
  });

  it('has an answer for what is longer than a query of Kusto can be', async () => {
    const { problems } = await runKql(`print "${'x'.repeat(2_000_000)}"`, { tables: {} });
    expect(problems.map(({ code }) => code)).toEqual(['kql-limit']);
  });
});
