import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runKql } from '../../../server/src/kusto/runKql.ts';

/**
 * A scalar expression with its value as the result shows it (`is`, or `near` for a real), or what the problem says that
 * refuses it (`refused`). The page is of Microsoft's documentation (data-explorer/kusto/query), or names another source.
 */
interface Fact {
  readonly expression: string;
  readonly is?: unknown;
  readonly near?: number;
  readonly refused?: string;
  readonly page: string;
}

const families = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.jsonl'));

/** The first query loads and warms Microsoft's service. */
beforeAll(() => runKql('print 1', { tables: {} }), 60_000);

describe.each(families)('%s', (family) => {
  const facts: Fact[] = readFileSync(path.join(import.meta.dirname, family), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

  it.each(facts)('$expression ($page)', async ({ expression, is, near, refused }) => {
    const { rows, problems } = await runKql(`print r = ${expression}`, { tables: {} });
    if (refused !== undefined) {
      expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining(refused)]);
      return;
    }
    expect(problems).toEqual([]);
    expect(rows).toEqual([{ r: near === undefined ? is : expect.closeTo(near, 9) }]);
  });
});
