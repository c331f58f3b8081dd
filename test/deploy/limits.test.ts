import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../server/src/catalog/target.ts';
import { type DeployFormat, prepare, written } from '../../server/src/deploy/deploy.ts';
import { convertToKql } from '../../server/src/kql/convert.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';
import { parseSigma } from '../../server/src/sigma/parse.ts';

const rule = (head: string, detection = "Image|endswith: '\\a.exe'") => `${head}
logsource: {category: process_creation, product: windows}
detection:
    selection:
        ${detection}
    condition: selection
`;

const correlation = (timespan: string, referred = 'a', more = '') => `title: Often
id: 11111111-2222-4333-8444-555555555555
correlation:
    type: event_count
    rules: [${referred}]
    group-by: [User]
    timespan: ${timespan}
    condition: {gte: 3}
---
${rule('title: A\nname: a')}${more}`;

/** Text between brackets is an expression; it is text only where nothing follows it (Microsoft, "Syntax and expressions in ARM templates"). */
test.each([
  ['[concat(1)] shell', '[concat(1)] shell'],
  ['[concat(1)]', '[[concat(1)]'],
  ['[[x]', '[[[x]'],
  ['shell [x]', 'shell [x]'],
])('the title %j is written into a template as %j', (title, expected) => {
  const { text } = deployed(rule(`title: '${title}'`), 'sentinel-arm', 'asim');
  expect(JSON.parse(text)).toMatchObject({ resources: [{ properties: { displayName: expected } }] });
});

describe.each<[DeployFormat, Target]>([
  ['sentinel-yaml', 'workspace'],
  ['sentinel-arm', 'workspace'],
  ['defender-json', 'xdr'],
])('%s', (format, target) => {
  test.each([
    ['quotes and braces', `title: 'It''s "quoted" {{Computer}} \${x}'`, `It's "quoted" {{Computer}} \${x}`],
    ['an emoji', 'title: Rocket 🚀 and ümlaut', 'Rocket 🚀 and ümlaut'],
    ['what YAML would take for something else', "title: '- no: list # here'", '- no: list # here'],
    ['nothing but a title', 'title: Bare', 'Bare'],
    ['no title', 'description: None', 'Untitled rule'],
  ])('takes %s', (_, head, title) => {
    const { text } = deployed(rule(head), format, target);
    expect(faults(format, text)).toEqual([]);
    expect(JSON.stringify(load(text))).toContain(JSON.stringify(title));
  });

  test('cuts what is too long, and never through a character', () => {
    const long = '🚀'.repeat(3000);
    const { text } = deployed(rule(`title: ${long}\ndescription: ${long}`), format, target);
    expect(text).not.toMatch(/\\ud83d(?!\\ude80)/i);
    if (format !== 'defender-json') expect(faults(format, text)).toEqual([]);
  });
});

test('a query that is longer than Sentinel takes is refused', () => {
  // `QueryBasedTemplateInternalModel` of Azure-Sentinel's checks: 10,000 characters.
  const values = Array.from({ length: 900 }, (_, index) => `'value number ${index}'`).join(', ');
  const text = rule('title: Long', `CommandLine|contains: [${values}]`);
  expect(problemsOf(text, 'sentinel-yaml', 'workspace')).toEqual([
    ['not-deployable', expect.stringContaining('characters')],
  ]);
  expect(problemsOf(text, 'defender-json', 'xdr')).toEqual([]);
});

test('details have names of twenty characters at most, each its own', () => {
  const text = rule('title: T', 'CommandLine|contains: a\n        ParentCommandLine|contains: b\n        Image: c');
  const { text: yaml } = deployed(text, 'sentinel-yaml', 'asim');
  expect(load(yaml)).toMatchObject({
    customDetails: {
      TargetProcessCommand: 'TargetProcessCommandLine',
      ActingProcessCommand: 'ActingProcessCommandLine',
    },
  });
  expect(faults('sentinel-yaml', yaml)).toEqual([]);
});

test('a technique brings one of its tactics along, without which Sentinel refuses it', () => {
  // `NoTechniquesWithoutMatchingTactics` of Azure-Sentinel's checks.
  const { text } = deployed(rule('title: T\ntags: [attack.persistence, attack.t1059.001]'), 'sentinel-yaml', 'asim');
  expect(load(text)).toMatchObject({ tactics: ['Persistence', 'Execution'], relevantTechniques: ['T1059.001'] });
});

describe('a correlation', () => {
  test.each([
    ['90s', '62m', 'PT1H2M'],
    ['1h', '2h', 'PT2H'],
    ['23h', '1d', 'P1D'],
    ['13d', '313h', 'PT313H'],
  ])('over %s looks back %s', (timespan, short, iso) => {
    // `ScheduledTemplateTimeSpanConverter` of Azure-Sentinel's checks: a number and `m`, `h` or `d`.
    const yaml = deployed(correlation(timespan), 'sentinel-yaml', 'workspace').text;
    expect(load(yaml)).toMatchObject({ queryFrequency: '1h', queryPeriod: short });
    const arm = deployed(correlation(timespan), 'sentinel-arm', 'workspace').text;
    expect(JSON.parse(arm)).toMatchObject({
      resources: [{ properties: { queryFrequency: 'PT1H', queryPeriod: iso } }],
    });
    expect([faults('sentinel-yaml', yaml), faults('sentinel-arm', arm)]).toEqual([[], []]);
  });

  test.each([
    ['3h', 'PT1H'],
    ['4h', 'PT3H'],
    ['10h', 'PT12H'],
    ['2d', 'PT24H'],
    ['29d', 'PT24H'],
  ])('over %s runs in Defender every %s, which looks back far enough', (timespan, frequency) => {
    // Microsoft, "Create custom detection rules", rule frequency: 4, 12 and 48 hours and 30 days.
    const { text, problems } = deployed(correlation(timespan), 'defender-json', 'xdr');
    expect(problems).toEqual([]);
    expect(JSON.parse(text)).toMatchObject({ schedule: { frequency } });
  });

  test('over more than a product looks back on is deployed with a warning', () => {
    expect(problemsOf(correlation('30d'), 'defender-json', 'xdr')).toEqual([
      ['not-deployable', expect.stringContaining('30 days')],
    ]);
    expect(problemsOf(correlation('14d'), 'sentinel-yaml', 'workspace')).toEqual([
      ['not-deployable', expect.stringContaining('14 days')],
    ]);
  });

  test('is a custom detection with the device and the account of its last event', () => {
    const { text, query } = deployed(correlation('1h'), 'defender-json', 'xdr');
    expect(faults('defender-json', text)).toEqual([]);
    expect(analyse(query, 'xdr')).toEqual([]);
    expect(JSON.parse(text)).toMatchObject({
      detectionAction: {
        alertTemplate: {
          entityMappings: {
            hosts: [{ deviceIdColumn: 'DeviceId', nameColumn: 'DeviceName' }],
            accounts: [{ sidColumn: 'AccountSid', upnColumn: 'AccountUpn', aadUserIdColumn: 'AccountObjectId' }],
          },
        },
      },
    });
  }, 60_000);

  test('over tables that name their events differently is refused', () => {
    // `ReportId` is a number in the tables of devices and a text elsewhere.
    const signIn = `---
title: B
name: b
logsource: {product: azure, service: signinlogs}
detection: {selection: {ResultType: 50126}, condition: selection}
`;
    const text = correlation('1h', 'a, b', signIn).replace('[User]', '[]');
    expect(problemsOf(text, 'defender-json', 'xdr')).toEqual([['not-deployable', expect.stringContaining('ReportId')]]);
  });
});

function attempt(text: string, format: DeployFormat, target: Target) {
  const { rules } = parseSigma(text);
  const [parsed] = rules;
  if (parsed === undefined) throw new Error('no rule');
  const conversion = convertToKql(parsed, { target, rules });
  if (conversion.query === undefined) throw new Error(conversion.problems.map(({ message }) => message).join('\n'));
  return { ...prepare(parsed, conversion, format), query: conversion.query };
}

function problemsOf(...given: Parameters<typeof attempt>): [string, string][] {
  return attempt(...given).problems.map(({ code, message }) => [code, message]);
}

function deployed(...given: Parameters<typeof attempt>) {
  const { deployable, problems, query } = attempt(...given);
  if (deployable === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return { text: written([deployable], given[1]), problems, query };
}

const schemas = path.resolve(import.meta.dirname, '../../schemas/sigmasmith/deploy');
const ajv = new Ajv2020.default({ allErrors: true, strict: false });

function faults(format: DeployFormat, text: string): unknown[] {
  const id = `${format}.schema.json`;
  if (ajv.getSchema(id) === undefined) ajv.addSchema(JSON.parse(readFileSync(path.join(schemas, id), 'utf8')));
  ajv.validate(id, load(text));
  return ajv.errors ?? [];
}
