import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryOf } from '../../server/src/kql/query.ts';
import { type Scene, scenes } from './generated/scene.ts';
import { compareQuery, type Verdicts } from './verdict.ts';

/** `npm run fuzz:readings` makes more of them, from another seed. */
const runs = Number(process.env.READINGS_RUNS ?? 200);
const seed = Number(process.env.READINGS_SEED ?? 4);

test('matcher and query agree on generated rules', async () => {
  const totals = { rules: 0, refused: 0, agreed: 0, hits: 0, unplaced: 0 };
  await fc.assert(
    fc.asyncProperty(scenes, async (scene) => {
      const verdicts = await readingsOf(scene);
      totals.rules++;
      if (verdicts === undefined) {
        totals.refused++;
        return;
      }
      totals.agreed += verdicts.agreed;
      totals.hits += verdicts.hits;
      totals.unplaced += verdicts.unplaced;
      const [first] = verdicts.disagreements.filter(({ approximate }) => !approximate);
      const shown = first && { query: first.query, rule: first.matcher, event: first.event, row: first.row };
      expect(shown, scene.text).toBe(undefined);
      expect(verdicts.problems.filter((problem) => !problem.includes(notRunHere))).toEqual([]);
    }),
    { numRuns: runs, seed },
  );
  process.stdout.write(`readings of generated rules: ${JSON.stringify(totals)}\n`);
  expect(totals.agreed).toBeGreaterThan(runs);
  expect(totals.hits).toBeGreaterThan(runs / 2);
}, 3_600_000);

/** A mapping asks where an address is, which needs data that nobody has here. */
const notRunHere = 'cannot be run on sample events';

/** Undefined for a rule without a query. */
async function readingsOf({ rule, mapping, events }: Scene): Promise<Verdicts | undefined> {
  if (rule.problems.some(({ severity }) => severity === 'error')) return undefined;
  const logsource = { category: undefined, product: undefined, service: undefined };
  const { target, table } = mapping;
  const { query, problems } = queryOf(rule, { target, logsource, mapping, table });
  if (query === undefined) return undefined;
  const verdicts: Verdicts = { agreed: 0, hits: 0, unplaced: 0, disagreements: [], problems: [] };
  const approximate = problems.some(({ code }) => code === 'approximate-mapping');
  await compareQuery(rule, { query, mapping, approximate }, events, verdicts);
  return verdicts;
}
