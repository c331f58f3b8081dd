import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CheckOptions } from '../../server/src/checks/checkFile.ts';
import { fixAll } from '../../server/src/checks/fixAll.ts';
import { applyEdits } from '../../server/src/edits.ts';
import { compileMatcher } from '../../server/src/match/compile.ts';
import type { Problem } from '../../server/src/problem.ts';
import type { Expression, Item, ItemValue } from '../../server/src/sigma/expression.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';
import { sharedPath } from '../shared.ts';
import { edited, findingsOf } from './annotations.ts';
import { damages } from './damages.ts';

const options: CheckOptions = { profile: 'all', today: '2026-08-05', path: 'rules/proc_creation_win_a_rule.yml' };

const corpus = sharedPath('corpus/rules');

/** Good rules that have between them all that is damaged: our own, and some public ones where they are. */
const seeds: readonly string[] = [
  ...rulesIn(join(import.meta.dirname, '../../examples/rules'), 1),
  ...rulesIn(corpus, 40),
];

/** Its fixes make a rule find what it was meant to find: before, it found something else, or nothing. */
const changesMeaning = new Set([
  'base64offset-without-contains',
  'category-event-id',
  'category-provider',
  'control-character',
  'field-case',
  'redundant-field',
  'space-in-field-name',
  'stray-whitespace',
  'unmatched-pattern',
]);

test.each(Object.entries(damages))(
  '%s: each fix mends its finding, makes no error and leaves the meaning; all of them end',
  (_, damage) => {
    const damaged = seeds.filter((seed) => damage(seed) !== seed).slice(0, 3);
    if (corpus !== undefined) expect(damaged).not.toHaveLength(0);
    for (const [index, seed] of damaged.entries()) {
      const text =
        (index % 2 === 1 ? '\ufeff' : '') + (index === 2 ? damage(seed).replaceAll('\n', '\r\n') : damage(seed));
      const problems = findingsOf(text, options);
      for (const problem of problems)
        for (const fix of problem.fixes ?? []) expectMended(text, problems, problem, fix.edits);
      expectAllMended(text);
    }
  },
);

function expectMended(
  text: string,
  problems: readonly Problem[],
  { code, fixes = [] }: Problem,
  edits: NonNullable<Problem['fixes']>[number]['edits'],
): void {
  const mended = edited(text, edits);
  const left = findingsOf(mended, options);
  const same = (found: readonly Problem[]) => found.filter((each) => each.code === code).length;
  const errors = (found: readonly Problem[]) => found.filter(({ severity }) => severity === 'error').length;
  // Of the faults of a YAML text only the first few are told: others come up in their place.
  if (code !== 'yaml-syntax') expect(same(left), `${code}\n${mended}`).toBeLessThan(same(problems));
  expect(errors(left), `${code}\n${mended}`).toBeLessThanOrEqual(errors(problems));
  const isSafe = fixes.length === 1 && fixes[0]?.isGuess === undefined && !changesMeaning.has(code);
  if (isSafe) expectSameMatches(text, mended, code);
}

function expectAllMended(text: string): void {
  const once = fixAll(text, options);
  expect(applyEdits(text, once.edits)).toBe(once.text);
  expect(fixAll(once.text, options).edits).toEqual([]);
  expect(once.text.startsWith('\ufeff')).toBe(text.startsWith('\ufeff'));
  if (text.includes('\r\n')) expect(once.text).not.toMatch(/(?<!\r)\n/);
}

/** Where the rule had a meaning before, it still has it: on events that are made of its own values. */
function expectSameMatches(before: string, after: string, code: string): void {
  const [old, mended] = [matchersOf(before), matchersOf(after)];
  if (old === undefined) return;
  expect(mended, `${code} makes a rule unusable`).toBeDefined();
  for (const event of [before, after].flatMap(eventsFor)) {
    const verdicts = (matchers: ReturnType<typeof matchersOf>) => matchers?.map((matches) => matches(event));
    expect(verdicts(mended), `${code}\n${after}`).toEqual(verdicts(old));
  }
}

function matchersOf(text: string) {
  try {
    return parseSigma(text).rules.map((rule) => compileMatcher(rule));
  } catch {
    return undefined;
  }
}

function eventsFor(text: string): Record<string, string>[] {
  return parseSigma(text).rules.flatMap((rule) => {
    const items: Item[] = [];
    if (rule.kind === 'detection' && rule.expression !== undefined) collect(rule.expression, items);
    const whole = Object.fromEntries(
      items.map(({ field = 'keyword', values }) => [field, values.map(textOf).join(' ')]),
    );
    const single = items.flatMap(({ field = 'keyword', values }) =>
      values
        .slice(0, 5)
        .flatMap((value) => [
          { [field]: textOf(value) },
          { ...whole, [field]: textOf(value).toUpperCase() },
          { ...whole, [field]: `before ${textOf(value)} after` },
        ]),
    );
    return [whole, ...single];
  });
}

function collect(expression: Expression, items: Item[]): void {
  if (expression.kind === 'item') items.push(expression);
  else if (expression.kind === 'and' || expression.kind === 'or')
    for (const each of expression.operands) collect(each, items);
  else collect(expression.operand, items);
}

function textOf({ alternatives: [test], source }: ItemValue): string {
  if (test?.kind !== 'string') return source;
  return test.pattern.map((part) => (part.kind === 'text' ? part.text : part.kind === 'one' ? 'q' : 'zz')).join('');
}

function rulesIn(folder: string | undefined, step: number): string[] {
  if (folder === undefined) return [];
  const names = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.yml'))
    .sort();
  const texts = names.filter((_, index) => index % step === 0).map((name) => readFileSync(join(folder, name), 'utf8'));
  return texts.filter((text) => text.startsWith('title:')).map((text) => text.replaceAll('\r\n', '\n'));
}
