import { expect, test } from 'vitest';
import { runFile } from '../../server/src/fixtures/run.ts';
import { nodeFiles } from '../../server/src/host/nodeFiles.ts';
import { toRunResult } from '../../server/src/lsp/runResult.ts';
import { documentOf, processRule } from './documentOf.ts';

test.each<[string, string, boolean | undefined]>([
  ['a rule without events can be given some', 'Image: x', true],
  ['a rule that means nothing cannot', 'Image|endswit: x', undefined],
  ['nor one whose placeholder has no value', "Image|expand: '%tools%'", undefined],
])('%s', async (_, line, lacksEvents) => {
  const document = documentOf(processRule(line));
  const run = await runFile({ file: document.file, path: '/no/such/folder/rule.yml', files: nodeFiles() });
  const [rule] = toRunResult(document, run).rules;
  expect(rule?.obstacle).toBeDefined();
  if (lacksEvents) expect(rule?.obstacle).toContain('`rule.match.json`');
  expect(rule?.lacksEvents).toBe(lacksEvents);
});
