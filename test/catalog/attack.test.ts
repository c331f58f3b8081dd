import { expect, test } from 'vitest';
import { atomicTestsOf } from '../../server/src/catalog/atomics.ts';
import {
  attackVersion,
  isActive,
  retiredTactic,
  subTechniquesOf,
  tactic,
  tactics,
  technique,
  techniques,
} from '../../server/src/catalog/attack.ts';
import { attackObject } from '../../server/src/catalog/attackObjects.ts';
import { searchTechniques } from '../../server/src/catalog/attackSearch.ts';
import { attackTag } from '../../server/src/catalog/attackTag.ts';

test('ATT&CK is version 19.1, with fifteen tactics in the order of the matrix', () => {
  expect(attackVersion()).toBe('19.1');
  expect(tactics().map(({ shortname }) => shortname)).toEqual([
    'reconnaissance',
    'resource-development',
    'initial-access',
    'execution',
    'persistence',
    'privilege-escalation',
    'stealth',
    'defense-impairment',
    'credential-access',
    'discovery',
    'lateral-movement',
    'collection',
    'command-and-control',
    'exfiltration',
    'impact',
  ]);
  expect(tactic('Defense-Impairment')).toMatchObject({ id: 'TA0112', name: 'Defense Impairment' });
});

test('defense-evasion is retired, and two tactics stand in its place', () => {
  expect(tactic('defense-evasion')).toBeUndefined();
  expect(retiredTactic('defense-evasion')?.replacedBy).toEqual(['stealth', 'defense-impairment']);
});

test('a technique has its name, tactics, platforms, parent, mitigations, detections and address', () => {
  expect(technique('t1553.004')).toEqual({
    id: 'T1553.004',
    name: 'Install Root Certificate',
    tactics: ['defense-impairment'],
    platforms: ['Linux', 'macOS', 'Windows'],
    parent: 'T1553',
    mitigations: [
      { id: 'M1028', name: 'Operating System Configuration' },
      { id: 'M1054', name: 'Software Configuration' },
    ],
    detections: [{ id: 'DET0056', name: expect.stringMatching(/certificate/i) }],
    deprecated: false,
    url: 'https://attack.mitre.org/techniques/T1553/004/',
  });
});

test.each([
  ['T1562.001', 'T1685'],
  ['T1070.001', 'T1685.005'],
  ['T1073', 'T1574.001'],
  ['T1547.011', 'T1647'],
])('%s is revoked, and %s takes its place', (id, successor) => {
  expect(technique(id)?.successor).toBe(successor);
});

test('every successor is active, and every active technique has only current tactics', () => {
  for (const each of techniques()) {
    const successor = each.successor === undefined ? each : technique(each.successor);
    expect(successor, each.id).toBeDefined();
    if (successor && each.successor) expect(isActive(successor), each.id).toBe(true);
    if (isActive(each)) for (const name of each.tactics) expect(tactic(name), `${each.id} ${name}`).toBeDefined();
  }
});

test('deprecated and renamed techniques are known as such', () => {
  expect(technique('T1064')).toMatchObject({ deprecated: true });
  expect(technique('T1211')).toMatchObject({
    name: 'Exploitation for Stealth',
    formerName: 'Exploitation for Defense Evasion',
  });
});

test('sub-techniques are those of this parent that are active', () => {
  expect(subTechniquesOf('T1553').map(({ id }) => id)).toEqual([
    'T1553.001',
    'T1553.002',
    'T1553.003',
    'T1553.004',
    'T1553.005',
    'T1553.006',
  ]);
  expect(subTechniquesOf('T1562')).toEqual([]);
});

test.each([
  ['t1553.004', 'T1553.004'],
  ['1553.004', 'T1553.004'],
  ['T1553', 'T1553'],
  ['root certificate', 'T1553.004'],
  ['powershell', 'T1059.001'],
  ['doppelg', 'T1055.013'],
  ['subvert root', 'T1553.004'],
])('the search for %s finds %s first', (query, id) => {
  expect(searchTechniques(query, 5)[0]?.id).toBe(id);
});

test('the search leaves out what is revoked and keeps to its limit', () => {
  expect(searchTechniques('T1562')).toEqual([]);
  expect(searchTechniques('', 7)).toHaveLength(7);
  expect(searchTechniques('no such words')).toEqual([]);
});

test.each([
  ['attack.t1562.001', { kind: 'technique', technique: { successor: 'T1685' } }],
  ['attack.T1059', { kind: 'technique', technique: { id: 'T1059' } }],
  ['attack.defense-evasion', { kind: 'retiredTactic' }],
  ['attack.credential_access', { kind: 'tactic', tactic: { id: 'TA0006' } }],
  ['attack.g0007', { kind: 'object', object: { kind: 'group', name: 'APT28' } }],
  ['attack.s0002', { kind: 'object', object: { kind: 'software', name: 'Mimikatz' } }],
  ['attack.t9999', { kind: 'unknown', name: 't9999' }],
  ['attack.constructor', { kind: 'unknown' }],
])('the tag %s', (tag, meaning) => {
  expect(attackTag(tag)).toMatchObject(meaning);
});

test('tags of other namespaces are not ATT&CK', () => {
  expect(attackTag('cve.2021-44228')).toBeUndefined();
});

test('mitigations and detection strategies are objects with addresses of their own', () => {
  expect(attackObject('det0056')?.url).toBe('https://attack.mitre.org/detectionstrategies/DET0056/');
  expect(attackObject('M1028')?.kind).toBe('mitigation');
});

test('Atomic tests belong to their technique', () => {
  const tests = atomicTestsOf('T1553.004');
  expect(tests.length).toBeGreaterThan(3);
  expect(tests).toContainEqual({ name: expect.stringMatching(/certutil/i), platforms: ['windows'] });
  expect(atomicTestsOf('T9999')).toEqual([]);
});
