import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checksPage } from '../../scripts/checksPage.ts';

test('docs/checks.md says what the checks say; `npm run docs` writes it', () => {
  const written = readFileSync(path.resolve(import.meta.dirname, '../../docs/checks.md'), 'utf8');
  expect(written.replaceAll('\r\n', '\n')).toBe(checksPage());
});
