import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { configProblems } from '../../server/src/checks/configProblems.ts';
import { configKeys, readConfig, severityNames } from '../../server/src/workspace/config.ts';
import { createConfigs } from '../../server/src/workspace/configs.ts';

const schema = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../schemas/sigmasmith/config.schema.json'), 'utf8'),
);

describe('a .sigmasmith.yml', () => {
  test('says a profile and severities', () => {
    const { config, problems } = readConfig(
      'profile: sigmahq\nseverity:\n    unused-selection: off\n    wrong-case: error\n',
    );
    expect({ config, problems }).toEqual({
      config: { profile: 'sigmahq', severities: { 'unused-selection': 'off', 'wrong-case': 'error' } },
      problems: [],
    });
  });

  test('may use the ids of pySigma and SigmaHQ', () => {
    expect(readConfig('severity:\n    identifier_uniqueness: off\n').config.severities).toEqual({
      'duplicate-id': 'off',
    });
  });

  test('may be empty', () => {
    expect(readConfig('# nothing yet\n')).toEqual({ config: { severities: {} }, problems: [] });
  });

  test.each([
    ['profil: all\n', 'profil', 'config-unknown-key', /Did you mean `profile`\?/],
    ['wrong-case: off\n', 'wrong-case', 'config-unknown-key', /under `severity`/],
    ['profile: sigmahg\n', 'sigmahg', 'config-invalid-value', /Did you mean `sigmahq`\?/],
    ['profile: []\n', '[]', 'config-invalid-value', /`spec`, `sigmahq` or `all`/],
    ['severity:\n    wrong-cas: off\n', 'wrong-cas', 'config-unknown-check', /Did you mean `wrong-case`\?/],
    ['severity:\n    wrong-case: fatal\n', 'fatal', 'config-invalid-value', /`error`, `warning`/],
    ['severity:\n    wrong-case: "eror"\n', 'eror', 'config-invalid-value', /Did you mean `error`\?/],
    ['severity: off\n', 'off', 'config-invalid-value', /must be a mapping/],
    ['- profile\n', '- profile', 'config-invalid-value', /a mapping/],
    ['profile: "all\n', '"', 'yaml-syntax', /not closed/],
  ])('with a mistake is told so: %j', (text, place, code, message) => {
    const { problems } = readConfig(text);
    expect(problems).toHaveLength(1);
    const [problem] = problems;
    expect(problem?.code).toBe(code);
    expect(problem?.message).toMatch(message);
    if (code !== 'yaml-syntax') expect(text.slice(problem?.range.start, problem?.range.end)).toBe(place);
  });

  test('is described by a JSON Schema', () => {
    const validate = new Ajv2020({ strictTypes: false }).compile(schema);
    expect(validate({ profile: 'all', severity: { 'wrong-case': 'off' } })).toBe(true);
    expect(Object.keys(schema.properties)).toEqual([...configKeys]);
    const choices = schema.properties.severity.additionalProperties.oneOf.map((each: { const: string }) => each.const);
    expect(choices).toEqual([...severityNames]);
    expect(validate({ severity: { 'wrong-case': 'fatal' } })).toBe(false);
    expect(validate({ profil: 'all' })).toBe(false);
  });

  test.each(configProblems.map((docs) => [docs.id, docs] as const))('the examples of %s', (id, { example }) => {
    expect(readConfig(example.bad).problems.map(({ code }) => code)).toEqual([id]);
    expect(readConfig(example.good).problems).toEqual([]);
  });
});

describe('the files above a rule', () => {
  const files: Record<string, string> = {
    '/a/.sigmasmith.yml': 'profile: sigmahq\nseverity:\n    wrong-case: off\n    duplicate_title: error\n',
    '/a/b/c/.sigmasmith.yml': 'severity:\n    duplicate-title: hint\n',
    '/x/.sigmasmith.yml': 'profile: none\n',
  };
  const configs = () => createConfigs(async (file) => files[file]);

  test.each([
    ['/rule.yml', { severities: {} }],
    ['/a/rule.yml', { profile: 'sigmahq', severities: { 'wrong-case': 'off', 'duplicate-title': 'error' } }],
    ['/a/b/rule.yml', { profile: 'sigmahq', severities: { 'wrong-case': 'off', 'duplicate-title': 'error' } }],
    ['/a/b/c/rule.yml', { profile: 'sigmahq', severities: { 'wrong-case': 'off', 'duplicate-title': 'hint' } }],
  ])('are merged, and the nearest wins: %s', async (file, expected) => {
    expect(await configs().of(file)).toEqual(expected);
  });

  test('are read once, until they change', async () => {
    let reads = 0;
    const counting = createConfigs(async () => {
      reads += 1;
      return undefined;
    });
    await Promise.all([counting.of('/a/b/one.yml'), counting.of('/a/b/two.yml'), counting.of('/a/three.yml')]);
    expect(reads).toBe(3);
    counting.forget();
    expect(counting.known('/a/three.yml')).toBeUndefined();
    await counting.of('/a/three.yml');
    expect(reads).toBe(5);
  });

  test('are named when something is wrong in them', async () => {
    const store = configs();
    await store.of('/x/rule.yml');
    expect(store.faulty()).toMatchObject([
      { path: '/x/.sigmasmith.yml', problems: [{ code: 'config-invalid-value' }] },
    ]);
  });
});
