import { expect, test } from 'vitest';
import { otherTable, otherTableNames } from '../../server/src/catalog/otherTables.ts';
import { table, tablesOf } from '../../server/src/catalog/tables.ts';

test('together with the tables of the mappings there are all of the reference of Azure Monitor', () => {
  const names = new Set([...otherTableNames(), ...tablesOf('workspace').map(({ name }) => name)]);
  expect(names.size).toBeGreaterThan(940);
  expect(otherTableNames().filter((name) => table(name, 'workspace') !== undefined)).toEqual([]);
});

test('columns have their types', () => {
  expect(otherTable('AACAudit')?.get('CallerIdentity')).toBe('dynamic');
  expect(otherTable('SecurityEvent')).toBeUndefined();
});
