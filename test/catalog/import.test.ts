import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sharedPath } from '../shared.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const data = sharedPath('data');

test.skipIf(data === undefined)('importing the facts again gives the committed files, byte by byte', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'knowledge-'));
  try {
    execFileSync(process.execPath, [
      path.join(repository, 'scripts/importKnowledge.mjs'),
      '--from',
      `${data}`,
      '--to',
      folder,
    ]);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    expect(files).toHaveLength(8);
    for (const file of files) {
      const [made, committed] = [folder, path.join(repository, 'schemas')].map((root) =>
        readFileSync(path.join(root, file)),
      );
      expect(made && committed && made.equals(committed), file).toBe(true);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the imported files are ASCII, name their source, and stay small enough to be embedded', () => {
  const files = [
    'sentinel/tables',
    'sentinel/otherTables',
    'sentinel/asim',
    'sentinel/connectors',
    'attack/attack',
    'attack/atomics',
    'sigma/taxonomy',
    'sigma/windowsEvents',
  ];
  const texts = files.map((name) => readFileSync(path.join(repository, 'schemas', `${name}.json`), 'utf8'));
  for (const text of texts) {
    expect(text).toMatch(/^\{\n"source": /);
    expect(text).toMatch(/^[\n -~]*$/);
  }
  expect(texts.join('').length).toBeLessThan(1_300_000);
});
