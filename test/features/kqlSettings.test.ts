import { expect, test } from 'vitest';
import { defaultKqlFileSettings, readKqlFileSettings } from '../../server/src/lsp/kqlSettings.ts';

test.each([undefined, null, 5, [], {}, { documentsTarget: 'asim', languageFeatures: 1, customTables: [] }])(
  'what cannot be read keeps its default: %j',
  (section) => expect(readKqlFileSettings(section)).toEqual(defaultKqlFileSettings),
);

test('tables have columns, whose types may have any of the names that Kusto has for them', () => {
  const customTables = {
    Doors_CL: { At: 'date', Open: 'Boolean', What: 'nonsense' },
    'no name': { a: 'int' },
    None: 5,
  };
  expect(readKqlFileSettings({ documentsTarget: 'xdr', languageFeatures: 'on', customTables })).toEqual({
    target: 'xdr',
    languageFeatures: 'on',
    customTables: { Doors_CL: { At: 'datetime', Open: 'bool', What: 'dynamic' } },
  });
});
