import { expect, it } from 'vitest';
import * as library from '../../server/src/index.ts';
import { randomNumbers } from '../bench/statistics.mjs';
import { hostileDocuments } from './hostile.mjs';
import { mutated, oneOf } from './mutate.mjs';
import { faultsOf } from './probe.mjs';
import { seedDocuments } from './seeds.mjs';

/** A few of what `npm run fuzz` does by the hundred thousand, always the same. */
it('changed documents do no harm', { timeout: 120_000 }, async () => {
  const random = randomNumbers(3);
  const seeds = await seedDocuments(true);
  for (let number = 0; number < 300; number++) {
    const text = mutated(oneOf(seeds, random), seeds, random);
    expect(faultsOf(library, text), text).toEqual([]);
  }
});

it.each(Object.entries(hostileDocuments()))('%s get a finding or an answer', { timeout: 120_000 }, (_, text) => {
  const file = library.parseSigma(text);
  const problems = library.checkFile(file, { profile: 'all' });
  for (const { range } of problems) expect(range.end).toBeLessThanOrEqual(text.length);
  const { refused } = library.compileRules(file.rules);
  expect(problems.length + file.rules.length - refused.length).toBeGreaterThan(0);
  for (const rule of file.rules.slice(0, 1)) library.convertToKql(rule, { target: 'xdr' });
});
