import { describe, expect, test } from 'vitest';
import { table } from '../../server/src/catalog/tables.ts';
import { fieldsOf, logsources } from '../../server/src/catalog/taxonomy.ts';
import { columnsOf, mappedFields } from '../../server/src/kql/fieldMapping.ts';
import { allMappings, type MappedField, type TableMapping } from '../../server/src/kql/mappings.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';

const mappings = allMappings();

describe('every mapping', () => {
  test.each(mappings)(
    '$logsource on $mapping.target $mapping.table binds to the catalogue',
    ({ mapping }) => {
      const columns = table(mapping.table, mapping.target)?.columns;
      expect(columns, `\`${mapping.table}\` is in the catalogue`).toBeDefined();
      for (const [name, field] of mapping.fields) {
        if (field.kind === 'column') expect(columns?.get(field.column), `${name}: ${field.column}`).toBe(field.type);
        if (field.kind === 'computed')
          expect(columns?.has(field.as ?? name), `${name} is computed and no column`).toBe(false);
      }
      for (const query of everything(mapping)) expect(analyse(query, mapping.target)).toEqual([]);
    },
    60_000,
  );

  test('is for a logsource that the taxonomy has', () => {
    const known = new Set(logsources().map(({ category, product, service }) => [category, product, service].join('/')));
    expect(mappings.map(({ logsource }) => logsource).filter((each) => !known.has(each))).toEqual([]);
  });
});

test('columns of a field for hover and completion', () => {
  const processes = { category: 'process_creation', product: 'windows' };
  expect(columnsOf(processes, 'CommandLine')).toEqual([
    { target: 'asim', table: '_Im_ProcessCreate', column: 'TargetProcessCommandLine', type: 'string' },
    { target: 'xdr', table: 'DeviceProcessEvents', column: 'ProcessCommandLine', type: 'string' },
    { target: 'workspace', table: 'SecurityEvent', column: 'CommandLine', type: 'string' },
    { target: 'workspace', table: 'WindowsEvent', column: 'tostring(EventData.CommandLine)', type: 'string' },
  ]);
  expect(columnsOf(processes, 'ProcessId').map(({ type }) => type)).toEqual(['string', 'long', 'string', 'string']);
  expect(columnsOf(processes, 'NoSuchField')).toEqual([]);
  expect(columnsOf({ category: 'no_such_category' }, 'Image')).toEqual([]);
  expect(mappedFields(processes)).toContain('ParentCommandLine');
  expect(fieldsOf(processes).length).toBeGreaterThan(10);
});

/** Queries that together use every row selector and every field of the mapping. */
function everything({ table: name, rows, fields }: TableMapping): string[] {
  const where = rows.map((row) => `| where ${row}`);
  const uses = [...fields].map(([field, mapped]) => `| extend x${field.replace(/\W/g, '_')} = ${useOf(mapped)}`);
  const parts = Array.from({ length: Math.ceil(uses.length / 50) }, (_, index) =>
    uses.slice(index * 50, index * 50 + 50),
  );
  return parts.map((part) => [name, ...where, ...part].join('\n'));
}

function useOf(field: MappedField): string {
  switch (field.kind) {
    case 'column':
      return field.column;
    case 'computed':
      return field.presence === undefined
        ? field.expression
        : `iff(${field.presence.test}(${field.presence.of}), ${field.expression}, "")`;
    case 'cases':
      return `pack_array(${[...field.cases.values()].join(', ')})`;
    case 'hashes':
      return `strcat(${[...field.algorithms.values()].join(', ')}, "")`;
    case 'registryData':
      return `strcat(${field.type}, ${field.data})`;
  }
}
