import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { kqlSupportPage } from '../../scripts/kqlSupportPage.ts';
import { kqlSupport } from '../../server/src/kusto/support.ts';

test('docs/kql-support.md says what the evaluator runs; `npm run docs` writes it', () => {
  const written = readFileSync(path.resolve(import.meta.dirname, '../../docs/kql-support.md'), 'utf8');
  expect(written.replaceAll('\r\n', '\n')).toBe(kqlSupportPage());
});

test('at least 250 scalar functions run', () => {
  expect(kqlSupport().functions.filter(({ runs }) => runs).length).toBeGreaterThanOrEqual(250);
});
