import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { load, loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../server/src/catalog/target.ts';
import { type DeployFormat, prepare, written } from '../../server/src/deploy/deploy.ts';
import { convertToKql } from '../../server/src/kql/convert.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';

const schemas = path.resolve(import.meta.dirname, '../../schemas/sigmasmith/deploy');
const ajv = new Ajv2020.default({ allErrors: true, strict: false });

/** Stand for the translation, which has tests of its own. */
const queries: Readonly<Record<Target, string>> = {
  asim: 'imProcessCreate\n| where TargetProcessCommandLine contains " -enc "',
  xdr: 'DeviceProcessEvents\n| where ProcessCommandLine contains " -enc "',
  workspace: 'SecurityEvent\n| where EventID == 4688\n| where CommandLine contains " -enc "',
};

const rule = (more = '') => `title: Encoded command
id: 11111111-2222-4333-8444-555555555555
status: test
description: A shell starts with an encoded command.
references:
    - https://example.org/encoded
author: Sigmasmith
date: 2026-01-05
tags:
    - attack.execution
    - attack.defense-impairment
    - attack.t1059.001
    - attack.t1685
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image|endswith: '\\shell.exe'
        CommandLine|contains: ' -enc '
    condition: selection
falsepositives:
    - Deployment tools
level: critical
${more}`;

describe.each<[DeployFormat, Target]>([
  ['sentinel-yaml', 'asim'],
  ['sentinel-yaml', 'workspace'],
  ['sentinel-arm', 'asim'],
  ['sentinel-arm', 'workspace'],
  ['defender-json', 'xdr'],
])('%s of %s', (format, target) => {
  test('is what the schema asks for and what the snapshot shows', () => {
    const { text, problems } = deployed(rule(), format, target, queries[target]);
    expect(problems).toEqual([]);
    expect(faults(format, text)).toEqual([]);
    expect(text).toMatchSnapshot();
  });

  test('is the same each time, and another for another rule', () => {
    const first = deployed(rule(), format, target).text;
    expect(deployed(rule(), format, target).text).toBe(first);
    expect(deployed(rule().replace('11111111', '11111112'), format, target).text).not.toBe(first);
  });
});

test.each<[DeployFormat, Target]>([
  ['defender-json', 'asim'],
  ['sentinel-yaml', 'xdr'],
  ['sentinel-arm', 'xdr'],
])('%s is no format of %s', (format, target) => {
  const { text, problems } = deployed(rule(), format, target);
  expect(text).toBeUndefined();
  expect(problems).toEqual([expect.objectContaining({ code: 'not-deployable', severity: 'error' })]);
});

test('a rule without a query is not deployed, for the reason that it has none', () => {
  const { text, problems } = deployed(rule().replace('Image|endswith', 'Imgae|endswith'), 'sentinel-yaml', 'asim');
  expect(text).toBeUndefined();
  expect(problems.map(({ code }) => code)).toContain('unmapped-field');
});

test('the ids of the targets differ', () => {
  const ids = (['asim', 'workspace'] as const).map((target) => {
    return new Map(Object.entries(document(deployed(rule(), 'sentinel-yaml', target).text))).get('id');
  });
  expect(new Set(ids).size).toBe(2);
});

test('tactics of ATT&CK v19 and its new techniques get the names that Sentinel knows', () => {
  expect(document(deployed(rule(), 'sentinel-yaml', 'asim').text)).toMatchObject({
    tactics: ['Execution', 'DefenseEvasion'],
    relevantTechniques: ['T1059.001', 'T1562.001'],
    severity: 'High',
  });
});

test('a rule near real time has no schedule', () => {
  const [parsed] = parseSigma(rule()).rules;
  if (parsed === undefined) throw new Error('no rule');
  const conversion = convertToKql(parsed, { target: 'workspace' });
  const { text } = prepared(parsed, conversion, 'sentinel-yaml', { nearRealTime: true });
  expect(faults('sentinel-yaml', text)).toEqual([]);
  expect(document(text)).toMatchObject({ kind: 'NRT' });
});

function deployed(text: string, format: DeployFormat, target: Target, query?: string) {
  const [parsed] = parseSigma(text).rules;
  if (parsed === undefined) throw new Error('no rule');
  const conversion = convertToKql(parsed, { target });
  return prepared(parsed, query === undefined ? conversion : { ...conversion, query }, format);
}

function prepared(...given: Parameters<typeof prepare>) {
  const { deployable, problems } = prepare(...given);
  return { text: deployable && written([deployable], given[2]), problems };
}

test('several rules are documents, one template, or an array', () => {
  const two = [rule(), rule().replace('11111111', '22222222')];
  const all = (format: DeployFormat, target: Target) =>
    written(
      two.flatMap((text) => {
        const [parsed] = parseSigma(text).rules;
        if (parsed === undefined) throw new Error('no rule');
        return prepare(parsed, convertToKql(parsed, { target }), format).deployable ?? [];
      }),
      format,
    );
  expect(loadAll(all('sentinel-yaml', 'asim'))).toHaveLength(2);
  expect(JSON.parse(all('sentinel-arm', 'asim'))).toMatchObject({ resources: [{}, {}] });
  expect(JSON.parse(all('defender-json', 'xdr'))).toHaveLength(2);
});

function document(text: string | undefined): object {
  const value: unknown = load(text ?? '');
  if (typeof value !== 'object' || value === null) throw new Error('no document');
  return value;
}

function faults(format: DeployFormat, text: string | undefined): unknown[] {
  const id = `${format}.schema.json`;
  if (ajv.getSchema(id) === undefined) ajv.addSchema(JSON.parse(readFileSync(path.join(schemas, id), 'utf8')));
  ajv.validate(id, document(text));
  return ajv.errors ?? [];
}
