import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { families } from '../../server/src/kusto/functions/table.ts';
import { runKql } from '../../server/src/kusto/runKql.ts';

/** A scalar expression, its value, and the page of Microsoft's documentation (data-explorer/kusto/query) that says so. */
interface Fact {
  readonly expression: string;
  readonly is: unknown;
  readonly page: string;
}

const facts: Fact[] = readFileSync(path.join(import.meta.dirname, 'functions.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

/** The first query loads and warms Microsoft's service. */
beforeAll(() => runKql('print 1', { tables: {} }), 60_000);

describe('scalar expressions', () => {
  it.each(facts)('$expression ($page)', async ({ expression, is }) => {
    const { rows, problems } = await runKql(`print r = ${expression}`, { tables: {} });
    expect(problems).toEqual([]);
    expect(rows).toEqual([{ r: is }]);
  });

  it('stand in one family each', () => {
    const names = families.flatMap((family) => Object.keys(family));
    expect(names).toEqual([...new Set(names)]);
  });
});
