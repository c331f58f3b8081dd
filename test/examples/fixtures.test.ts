import path from 'node:path';
import { expect, test } from 'vitest';
import { runFile } from '../../server/src/fixtures/run.ts';
import { nodeFiles } from '../../server/src/host/nodeFiles.ts';
import { examples, parseExample, ruleFiles } from './examples.ts';

const run = (name: string) =>
  runFile({ file: parseExample(name), path: path.posix.join(examples, name), files: nodeFiles() });
const withDetections = ruleFiles.filter((name) => parseExample(name).rules.some(({ kind }) => kind === 'detection'));

test.each(withDetections)('%s: its events give what is expected of them', async (name) => {
  const { rules, files, report } = await run(name);
  const expectations = rules.flatMap((rule) => rule.expectations);
  expect(
    files.flatMap(({ problems }) => problems),
    report,
  ).toEqual([]);
  const onPurpose = expectations.filter(({ description }) => description.includes('unmet on purpose'));
  for (const expectation of expectations) {
    expect(expectation.met, expectation.message).toBe(!onPurpose.includes(expectation));
  }
  expect(onPurpose).toHaveLength(name.includes('download_piped_to_shell') ? 1 : 0);
});

test.each(withDetections)('%s: some of its events match and some do not', async (name) => {
  const { rules } = await run(name);
  const [rule] = rules;
  expect(rule?.obstacle).toBeUndefined();
  expect(rule?.hits).toBeGreaterThan(0);
  expect(rule?.hits).toBeLessThan(rule?.events ?? 0);
});
