import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { targets } from '../../server/src/catalog/target.ts';
import { allChecks, documentationOf } from '../../server/src/checks/documentation.ts';
import { runProblems } from '../../server/src/checks/runProblems.ts';
import { translationProblems } from '../../server/src/checks/translationProblems.ts';
import { readEvents } from '../../server/src/events/read.ts';
import { convertToKql } from '../../server/src/kql/convert.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { edited, findingsOf } from './annotations.ts';

describe.each(allChecks().map((docs) => [docs.id, docs] as const))('%s', (id, docs) => {
  test('is documented in whole sentences', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const text of [docs.what, docs.why]) expect(text).toMatch(sentence);
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

describe.each(translationProblems.map((docs) => [docs.id, docs] as const))('%s', (id, { what, why, example }) => {
  const codesOf = (text: string) =>
    targets.map((target) =>
      parseSigma(text).rules.flatMap((rule) => convertToKql(rule, { target }).problems.map(({ code }) => code)),
    );

  test('is documented in whole sentences', () => {
    for (const text of [what, why]) expect(text).toMatch(sentence);
  });

  test('its bad example has the problem for some target, its good one for none', () => {
    expect(findingsOf(example.bad).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(codesOf(example.bad).flat()).toContain(id);
    expect(codesOf(example.good).flat()).not.toContain(id);
  });
});

test('the examples of event files', () => {
  for (const id of ['event-broken', 'event-not-object']) {
    const example = documentationOf(id)?.example;
    expect(readEvents(example?.bad ?? '').problems.map(({ code }) => code)).toContain(id);
    expect(readEvents(example?.good ?? '').problems).toEqual([]);
  }
});

test('ids are unique', () => {
  const ids = [...allChecks(), ...translationProblems, ...runProblems].map((docs) => docs.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every code in the sources has documentation', () => {
  const root = join(import.meta.dirname, '..', '..', 'server', 'src');
  const files = readdirSync(root, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts') && !/^(kql.validation|checks)/.test(name));
  const codes = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(codeInSource)].map((match) => match[1] ?? match[2] ?? ''),
  );
  expect(codes.length).toBeGreaterThan(20);
  expect([...new Set(codes)].filter((code) => documentationOf(code) === undefined)).toEqual([]);
});

/** `code: 'some-code'`, or the code that is handed to `problem` or `refuse`. */
const codeInSource = /\bcode:\s*'([a-z]+-[a-z-]+)'|\b(?:problem|refuse)\((?:\s*context,)?\s*'([a-z]+-[a-z-]+)'/g;
const sentence = /^[\p{Lu}`0-9].*\.$/su;
