import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { runKql } from '../../server/src/kusto/runKql.ts';
import { sharedPath } from '../shared.ts';

interface Case {
  readonly name: string;
  readonly query: string;
  readonly expected: readonly Record<string, unknown>[];
  readonly ordered: boolean;
}

const path = sharedPath('conformance/kql.jsonl');

/** The first query loads and warms Microsoft's service. */
beforeAll(() => runKql('print 1', { tables: {} }), 60_000);

describe('the conformance file of KQL', () => {
  if (path === undefined || !existsSync(path)) {
    it.skip('is not here: ../shared/conformance/kql.jsonl', () => {});
    return;
  }
  const cases: Case[] = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

  it.each(cases)('$name: $query', async ({ query, expected, ordered }) => {
    const { rows, problems } = await runKql(query, { tables: {} });
    expect(problems).toEqual([]);
    const inOrder = (each: readonly unknown[]) => (ordered ? each : [...each].map((row) => JSON.stringify(row)).sort());
    const named = expected.map((row) => Object.fromEntries(Object.keys(rows[0] ?? row).map((key) => [key, row[key]])));
    expect(inOrder(rows)).toEqual(inOrder(named));
  });
});
