import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { mappingsPage } from '../../scripts/mappingsPage.ts';

test('docs/mappings.md says what the mappings say; `npm run docs` writes it', () => {
  const written = readFileSync(path.resolve(import.meta.dirname, '../../docs/mappings.md'), 'utf8');
  expect(written.replaceAll('\r\n', '\n')).toBe(mappingsPage());
});
