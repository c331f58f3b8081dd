import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../../server/src/catalog/target.ts';
import { targets } from '../../../server/src/catalog/target.ts';
import { logsources } from '../../../server/src/catalog/taxonomy.ts';
import { convertToKql } from '../../../server/src/kql/convert.ts';
import { mappingsFor } from '../../../server/src/kql/mappings.ts';
import { parseSigma } from '../../../server/src/sigma/parse.ts';
import { sharedPath } from '../../shared.ts';
import { convertText, ruleText } from '../convertDetection.ts';

const windows = (service: string) => ({ product: 'windows', service });

test('every log source of Windows that rules use has a table in the workspace, or in ASIM where only Defender sees it', () => {
  const used = logsources().filter(({ product, rules }) => product === 'windows' && rules > 0);
  const lacking = used.filter((each) => mappingsFor(each, 'workspace').length === 0);
  expect(lacking.map(({ category }) => category)).toEqual(['file_access']);
  for (const each of lacking) expect(mappingsFor(each, 'asim').length).toBeGreaterThan(0);
});

describe('parts of an event’s System element', () => {
  test('are never looked for among its data: `Event` has no `Opcode`, so `WindowsEvent` is read', () => {
    const { tables, query } = convertText(
      ruleText('selection: { EventID: 1, Opcode: 2 }', windows('taskscheduler')),
      'workspace',
    );
    expect(tables).toEqual(['WindowsEvent']);
    expect(query).toContain('where Opcode =~ "2"');
  });

  test('which no table has are refused', () => {
    const { query, problems } = convertText(
      ruleText(`selection: { Provider_Guid: '{a}' }`, windows('taskscheduler')),
      'workspace',
    );
    expect(query).toBeUndefined();
    expect(problems.map(({ code }) => code)).toContain('unmapped-field');
  });
});

describe('texts without names', () => {
  test.each([
    ['contains', false],
    ['contains|all', false],
    ['startswith', true],
    ['endswith', true],
  ])('%s is approximate: %s', (modifier, approximate) => {
    const text = ruleText(`selection: { Data|${modifier}: [abc, def] }`, windows('application'));
    expect(convertText(text, 'workspace').approximate).toBe(approximate);
  });
});

describe('events of the Security log elsewhere', () => {
  test.each<[detection: string, target: Target, table: string | undefined]>([
    ['selection: { EventID: 4728 }', 'asim', 'imUserManagement'],
    ['selection: { EventID: [4728, 4732] }', 'asim', 'imUserManagement'],
    ['selection: { EventID: [4728, 632] }', 'asim', undefined],
    ['selection: { EventID|startswith: 47 }', 'asim', undefined],
    ['selection: { TargetUserName: a }', 'asim', undefined],
    ['a: { EventID: 4720 }\nb: { EventID: 4722 }\ncondition: a or b', 'asim', 'imUserManagement'],
    ['a: { EventID: 4720 }\nb: { TargetUserName: a }\ncondition: a or b', 'asim', undefined],
    ['a: { EventID: 4720 }\nb: { EventID: 4728 }\ncondition: a or b', 'asim', undefined],
    ['a: { TargetUserName: a }\nb: { EventID: 4720 }\ncondition: a and not b', 'asim', undefined],
    ['selection: { EventID: 4624, LogonType: 3 }', 'xdr', 'DeviceLogonEvents'],
    ['selection: { EventID: 4697, ServiceFileName|contains: powershell }', 'xdr', undefined],
    ['selection: { EventID: 4663, ObjectName|endswith: .kdbx }', 'asim', undefined],
    ['selection: { EventID: 4663, ObjectType: File, ObjectName|endswith: .kdbx }', 'asim', 'imFileEvent'],
    [`selection: { EventID: 4663, ObjectType: File, AccessMask: '0x2' }`, 'asim', undefined],
  ])('%s in %s is read from %s', (detection, target, table) => {
    const { query, tables } = convertText(ruleText(detection, windows('security')), target);
    expect(query === undefined ? undefined : tables[0]).toBe(table);
  });
});

describe.runIf(sharedPath('corpus'))('the rules of SigmaHQ for Windows', () => {
  test('at least 99 of 100 have a query', () => {
    const rules = ['rules', 'rules-emerging-threats', 'rules-threat-hunting']
      .flatMap((folder) => filesIn(sharedPath(`corpus/${folder}`) ?? ''))
      .flatMap((file) => parseSigma(readFileSync(file, 'utf8')).rules)
      .filter((rule) => rule.kind === 'detection' && rule.logsource.product?.value === 'windows');
    const converted = rules.filter((rule) =>
      targets.some((target) => convertToKql(rule, { target }).query !== undefined),
    );
    expect(rules.length).toBeGreaterThan(1000);
    expect(converted.length / rules.length).toBeGreaterThan(0.99);
  }, 60_000);
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yml'))
    .map((file) => path.join(folder, file));
}
