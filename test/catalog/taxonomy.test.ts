import { expect, test } from 'vitest';
import { eventIdUses, fieldsOf, logsource, logsources, modifierUses } from '../../server/src/catalog/taxonomy.ts';
import { windowsService } from '../../server/src/catalog/windowsEvents.ts';

const names = (key: Parameters<typeof fieldsOf>[0]) => fieldsOf(key).map(({ name }) => name);

test('logsources are in the order of their use', () => {
  const rules = logsources().map((each) => each.rules);
  expect(rules).toEqual(rules.toSorted((first, second) => second - first));
  expect(logsources()[0]).toMatchObject({ category: 'process_creation', product: 'windows', eventIds: [1] });
  expect(logsource({ product: 'windows', service: 'system' })?.channels).toEqual(['System']);
  expect(logsource({ product: 'windows', category: 'webserver' })).toBeUndefined();
});

test('fields are in the order of their use, with the modifiers seen', () => {
  const fields = fieldsOf({ category: 'process_creation', product: 'windows' });
  expect(fields.slice(0, 4).map(({ name }) => name)).toEqual([
    'CommandLine',
    'Image',
    'OriginalFileName',
    'ParentImage',
  ]);
  expect(fields[1]?.modifiers[0]?.chain).toBe('endswith');
  expect(fields.find(({ name }) => name === 'ProcessId')).toMatchObject({ rules: 0, modifiers: [] });
});

test('every field is listed once, and none without a name', () => {
  for (const key of logsources()) {
    const all = names(key);
    expect(new Set(all).size).toBe(all.length);
    expect(all).not.toContain('');
  }
});

test('a category without a product has the fields of all products', () => {
  expect(names({ category: 'process_creation' })).toEqual(
    expect.arrayContaining(['CommandLine', 'OriginalFileName', 'LogonId']),
  );
});

test('an unknown service falls back to its category and product', () => {
  expect(names({ category: 'process_creation', product: 'windows', service: 'sysmon' })).toContain('CommandLine');
});

test('Windows rules can always use what every event has, and services the fields of their events', () => {
  expect(names({ category: 'dns_query', product: 'windows' })).toContain('Provider_Name');
  expect(names({ product: 'windows', service: 'security' })).toContain('NewProcessName');
  expect(names({ product: 'windows', service: 'windefend' })).toContain('ThreatName');
});

test('nothing is known about a logsource without keys', () => {
  expect(fieldsOf({})).toEqual([]);
});

test('Windows events have titles and fields', () => {
  expect(windowsService('security')?.events.get(4688)).toMatchObject({
    title: 'Process created',
    fields: expect.arrayContaining(['NewProcessName']),
  });
  expect(windowsService('sysmon')?.events.get(22)?.fields).toContain('QueryName');
  expect(windowsService('nothing')).toBeUndefined();
});

test('uses of event ids and modifiers are counted', () => {
  expect(eventIdUses({ product: 'windows', service: 'security' }).get(4688)).toBeUndefined();
  expect(eventIdUses({ product: 'windows', service: 'security' }).get(4624)).toBeGreaterThan(3);
  expect(modifierUses('contains')).toBeGreaterThan(modifierUses('cidr'));
  expect(modifierUses('toString')).toBe(0);
});
