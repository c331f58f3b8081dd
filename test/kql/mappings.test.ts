import { describe, expect, test } from 'vitest';
import { table } from '../../server/src/catalog/tables.ts';
import { fieldsOf, logsources } from '../../server/src/catalog/taxonomy.ts';
import { withDefinitions } from '../../server/src/kql/definitions.ts';
import { columnsOf, mappedFields } from '../../server/src/kql/fieldMapping.ts';
import { columnName } from '../../server/src/kql/identifier.ts';
import { allMappings } from '../../server/src/kql/mappings.ts';
import type { MappedField, TableMapping } from '../../server/src/kql/tableMapping.ts';
import { analyse } from '../../server/src/kql/validation/analyse.ts';

/** A mapping of several logsources once, under the first of them. */
const mappings = [
  ...new Map(
    allMappings()
      .toReversed()
      .map(({ logsource, mapping }) => [mapping, logsource]),
  ).entries(),
].map(([mapping, logsource]) => ({ logsource, mapping }));

describe('every mapping', () => {
  test.each(mappings)('$logsource on $mapping.target $mapping.table binds to the catalogue', ({ mapping }) => {
    const columns = table(mapping.table, mapping.target)?.columns;
    expect(columns, `\`${mapping.table}\` is in the catalogue`).toBeDefined();
    for (const [name, field] of mapping.fields) {
      if (field.kind === 'column') expect(columns?.get(field.column), `${name}: ${field.column}`).toBe(field.type);
      if (field.kind !== 'computed') continue;
      for (const computed of [field.as ?? columnName(name), ...(field.parsed === undefined ? [] : [field.parsed.name])])
        expect(columns?.has(computed), `${computed} is computed and no other column`).toBe(computed === field.first);
      for (const [column, pattern] of field.inverse ?? []) {
        expect(columns?.get(column), `${name} is made of \`${column}\``).toBeDefined();
        expect(new RegExp(`${pattern}|`).exec('')?.length, `${pattern} has one group`).toBe(2);
      }
    }
    for (const [column, value] of mapping.row)
      expect(jsonTypes.get(columns?.get(column) ?? ''), `a row's ${column}`).toBe(typeof value);
  });

  test.each([...byTable()])(
    'on %s is KQL without a diagnostic',
    (_, [first, ...others]) => {
      for (const query of first === undefined ? [] : everything([first, ...others]))
        expect(
          analyse(withDefinitions({ text: query, sourceMap: [] }).text, first?.target ?? 'workspace'),
          query,
        ).toEqual([]);
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
    { target: 'workspace', table: 'Event', column: 'EventData: CommandLine', type: 'string' },
    { target: 'workspace', table: 'WindowsEvent', column: 'tostring(EventData.CommandLine)', type: 'string' },
    { target: 'workspace', table: 'DeviceProcessEvents', column: 'ProcessCommandLine', type: 'string' },
  ]);
  expect(columnsOf(processes, 'ProcessId').map(({ type }) => type)).toEqual([
    'string',
    'long',
    'string',
    'string',
    'string',
    'long',
  ]);
  expect(columnsOf(processes, 'NoSuchField')).toEqual([]);
  expect(columnsOf({ category: 'no_such_category' }, 'Image')).toEqual([]);
  expect(mappedFields(processes)).toContain('ParentCommandLine');
  expect(fieldsOf(processes).length).toBeGreaterThan(10);
});

/** What JSON has for a value of a column of that type; a dynamic one is written as JSON in text. */
const jsonTypes: ReadonlyMap<string, string> = new Map([
  ...['string', 'datetime', 'timespan', 'guid', 'dynamic'].map((type) => [type, 'string'] as const),
  ...['int', 'long', 'real'].map((type) => [type, 'number'] as const),
  ['bool', 'boolean'],
]);

function byTable(): Map<string, TableMapping[]> {
  const groups = new Map<string, TableMapping[]>();
  for (const { mapping } of mappings) {
    const key = `${mapping.target} ${mapping.table}`;
    groups.set(key, [...(groups.get(key) ?? []), mapping]);
  }
  return groups;
}

/**
 * Queries that together use every row selector, every keyword column and every expression of the mappings of a table;
 * what several of them say is said once. Plain columns need no parser.
 */
function everything(all: readonly TableMapping[]): string[] {
  const fields = all.flatMap((mapping) => [...mapping.fields]);
  const where = all.flatMap(({ rows, keywords }) => [...rows, ...keywords.map((keyword) => `${keyword} contains "x"`)]);
  const parsed = fields.flatMap(([, field]) => (field.kind === 'computed' && field.parsed ? [field.parsed] : []));
  const uses = distinct(fields.flatMap(([, field]) => (field.kind === 'column' ? [] : [useOf(field)])));
  const start = [
    all[0]?.table,
    ...distinct(where).map((row) => `where ${row}`),
    ...distinct(parsed.map(({ name, expression }) => `extend ${name} = ${expression}`)),
  ];
  const parts = Array.from({ length: Math.max(1, Math.ceil(uses.length / 200)) }, (_, index) =>
    uses.slice(index * 200, index * 200 + 200).map((use, place) => `x${place} = ${use}`),
  );
  return parts.map((part) => [...start, ...(part.length === 0 ? [] : [`extend ${part.join(',\n ')}`])].join('\n| '));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function useOf(field: Exclude<MappedField, { kind: 'column' }>): string {
  switch (field.kind) {
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
