import { expect, test } from 'vitest';
import { checkFile } from '../../server/src/checks/checkFile.ts';
import type { SigmaRule } from '../../server/src/sigma/rule.ts';
import { parseExample, ruleFiles } from './examples.ts';

const rules = ruleFiles.flatMap((name) => parseExample(name).rules);
const detections = rules.filter((rule) => rule.kind === 'detection');

test.each(ruleFiles)('%s has no finding', (name) => {
  expect(checkFile(parseExample(name)).map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
});

test('there are rules for all that the first version translates, a correlation and a filter', () => {
  expect(detections.length).toBeGreaterThanOrEqual(12);
  expect(rules.filter(({ kind }) => kind === 'correlation')).toHaveLength(1);
  expect(rules.filter(({ kind }) => kind === 'filter')).toHaveLength(1);
  const sources = new Set(detections.map(({ logsource }) => sourceOf(logsource)));
  for (const source of [
    'windows process_creation',
    'windows registry_set',
    'windows file_event',
    'windows network_connection',
    'windows image_load',
    'windows dns_query',
    'windows security',
    'linux process_creation',
    'macos process_creation',
    'azure signinlogs',
    'azure auditlogs',
  ]) {
    expect(sources, source).toContain(source);
  }
});

test('titles and ids are there, and no two rules share one', () => {
  for (const key of ['title', 'id'] as const) {
    const values = rules.map((rule) => rule[key]?.value);
    expect(values).not.toContain(undefined);
    expect(new Set(values).size).toBe(values.length);
  }
});

test('every rule is ours', () => {
  expect(new Set(rules.map((rule) => rule.author?.value))).toEqual(new Set(['Sigmasmith']));
});

test('what correlation and filter refer to exists', () => {
  const names = new Set(rules.flatMap(({ name, id }) => [name?.value, id?.value]));
  for (const reference of rules.flatMap(referencesOf)) expect(names, reference).toContain(reference);
});

function referencesOf(rule: SigmaRule): string[] {
  return rule.kind === 'detection' ? [] : rule.rules.map(({ value }) => value);
}

function sourceOf({ product, category, service }: (typeof detections)[number]['logsource']): string {
  return [product, category, service].flatMap((part) => part?.value ?? []).join(' ');
}
