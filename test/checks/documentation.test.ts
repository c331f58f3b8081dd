import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allChecks, documentationOf } from '../../server/src/checks/documentation.ts';
import { edited, findingsOf } from './annotations.ts';

describe.each(allChecks().map((docs) => [docs.id, docs] as const))('%s', (id, docs) => {
  test('is documented in whole sentences', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const text of [docs.what, docs.why]) expect(text).toMatch(/^[\p{Lu}`0-9].*\.$/su);
  });

  test('its bad example has the finding, with the usual severity', () => {
    // This one is about the size of a file, which no example should have.
    const text = id === 'yaml-too-large' ? docs.example.bad.repeat(100_000) : docs.example.bad;
    const found = findingsOf(text).filter((problem) => problem.code === id);
    expect(found).not.toHaveLength(0);
  });

  test('its fix mends the bad example', () => {
    for (const problem of findingsOf(docs.example.bad).filter(({ code }) => code === id)) {
      for (const fix of problem.fixes ?? []) {
        expect(fix.title).toMatch(/^\p{Lu}.*[^.]$/u);
        const left = findingsOf(edited(docs.example.bad, fix.edits)).filter(({ code }) => code === id);
        expect(left).toEqual([]);
      }
    }
  });

  test('its good example is flawless', () => {
    expect(findingsOf(docs.example.good)).toEqual([]);
  });
});

test('ids are unique', () => {
  const ids = allChecks().map((docs) => docs.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every code in the sources of the parsers has documentation', () => {
  const folders = ['yaml', 'sigma'].map((name) => join(import.meta.dirname, '..', '..', 'server', 'src', name));
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  const codes = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bcode:\s*'([a-z-]+)'/g)].map((match) => match[1] ?? ''),
  );
  expect(codes.length).toBeGreaterThan(5);
  expect(codes.filter((code) => documentationOf(code) === undefined)).toEqual([]);
});
