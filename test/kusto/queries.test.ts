import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runKql } from '../../server/src/kusto/runKql.ts';

/** A query, its rows, and the page of Microsoft's documentation (data-explorer/kusto/query) that says so. */
interface Fact {
  readonly name: string;
  readonly page: string;
  readonly query: string;
  /** Longs beyond 2^53 are texts that end in `n`. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly unordered?: true;
}

const facts: Fact[] = readFileSync(path.join(import.meta.dirname, 'queries.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

/** The first query loads and warms Microsoft's service. */
beforeAll(() => runKql('print 1', { tables: {} }), 60_000);

describe('queries', () => {
  it.each(facts)('$name ($page)', async ({ query, rows: expected, unordered }) => {
    const { rows, problems } = await runKql(query, { tables: {} });
    expect(problems).toEqual([]);
    const shown = (each: readonly unknown[]) => {
      const texts = each.map((row) =>
        JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)),
      );
      return unordered ? texts.sort() : texts;
    };
    expect(shown(rows)).toEqual(shown(expected));
  });
});
