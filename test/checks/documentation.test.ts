import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { targets } from '../../server/src/catalog/target.ts';
import type { CheckOptions } from '../../server/src/checks/checkFile.ts';
import { allChecks, type Documentation, documentationOf } from '../../server/src/checks/documentation.ts';
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
    const found = findingsOf(text, optionsFor(docs, docs.example.badPath)).filter((problem) => problem.code === id);
    expect(found).not.toHaveLength(0);
    for (const { message, range } of found) {
      expect(message).toMatch(/^(\p{Lu}|`|pySigma).*[.?]$/su);
      expect(range.end, message).toBeGreaterThan(range.start);
    }
  });

  test('its fix mends the bad example', () => {
    const { bad, badPath } = docs.example;
    for (const text of [bad, bad.replaceAll('\n', '\r\n')]) {
      const before = findingsOf(text, optionsFor(docs, badPath));
      for (const problem of before.filter(({ code }) => code === id)) {
        for (const fix of problem.fixes ?? []) {
          expect(fix.title).toMatch(/^\p{Lu}.*[^.]$/u);
          const mended = edited(text, fix.edits);
          expect(mended.includes('\r\n')).toBe(text.includes('\r\n'));
          expect(mended.replaceAll('\r\n', '').includes('\n')).toBe(mended.includes('\n') && !mended.includes('\r\n'));
          const after = findingsOf(mended, optionsFor(docs, badPath));
          expect(after.filter(({ code }) => code === id)).toEqual([]);
          // Nor does it make an error of anything.
          expect(
            after.filter(({ severity, code }) => severity === 'error' && !before.some((old) => old.code === code)),
          ).toEqual([]);
        }
      }
    }
  });

  test('its good example is flawless', () => {
    expect(findingsOf(docs.example.good, optionsFor(docs, docs.example.goodPath))).toEqual([]);
  });
});

/** The usual profile, with this check switched on, whichever profile it belongs to. */
function optionsFor({ id, severity }: Documentation, path: string | undefined): CheckOptions {
  return { severities: { [id]: severity }, today: '2026-03-20', ...(path !== undefined && { path }) };
}

describe.each(translationProblems.map((docs) => [docs.id, docs] as const))('%s', (id, { what, why, example }) => {
  const codesOf = (text: string) =>
    targets.map((target) => {
      const { rules } = parseSigma(text);
      const options = { target, rules, watchlists: { domains: { alias: 'Domains', column: 'Name' } } };
      return rules.flatMap((rule) => convertToKql(rule, options).problems.map(({ code }) => code));
    });

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
