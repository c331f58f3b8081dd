import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runFile } from '../../server/src/fixtures/run.ts';
import { nodeFiles } from '../../server/src/host/nodeFiles.ts';
import { createLineIndex } from '../../server/src/lineIndex.ts';
import { toRunResult } from '../../server/src/lsp/runResult.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';

test('the example’s correlation tells its alerts inline', async () => {
  const name = 'examples/rules/windows/security/win_security_password_spraying.yml';
  const file = path.resolve(import.meta.dirname, '../..', name).replaceAll('\\', '/');
  const text = readFileSync(file, 'utf8');
  const parsed = parseSigma(text);
  const run = await runFile({ file: parsed, path: file, files: nodeFiles() });
  const document = {
    uri: 'file:///spraying.yml',
    version: 1,
    text,
    lines: createLineIndex(text),
    file: parsed,
    problems: [],
  };
  const correlation = toRunResult(document, run).rules[1];
  expect(correlation?.obstacle).toBeUndefined();
  expect(correlation?.expectations.map(({ met }) => met)).toEqual([true, true]);
  const lines = text.split('\n');
  const shown = correlation?.annotations.map(({ range, text: words }) => [lines[range.start.line]?.trim(), words]);
  expect(shown).toEqual([
    ['title: One Address Tries Many Accounts', '1 alert, 11 of 22 events'],
    ['- failed_network_logon', '22 of 22 events'],
  ]);
  expect(correlation?.annotations[0]?.hover).toMatch(/^- IpAddress 192\\?\.0\\?\.2\\?\.14, 11 events, from \[/);
});
