import { describe, expect, test } from 'vitest';
import { keyDocs, keysAt } from '../../server/src/checks/schemaDocs.ts';
import { type RuleKind, resolve, rootSchema, type SchemaNode } from '../../server/src/checks/schemaNode.ts';

test('the top-level keys stand in their usual order', () => {
  expect(keysAt('detection', []).map((docs) => docs.key)).toEqual([
    'title',
    'id',
    'related',
    'name',
    'taxonomy',
    'status',
    'description',
    'references',
    'author',
    'date',
    'modified',
    'tags',
    'scope',
    'logsource',
    'detection',
    'fields',
    'falsepositives',
    'level',
    'license',
    'regression_tests_path',
    'simulation',
  ]);
});

test('keys are found by their path, with or without the numbers of items', () => {
  expect(keyDocs('detection', ['title'])).toMatchObject({
    order: 0,
    required: true,
    snippet: expect.stringMatching(/^title: /),
  });
  expect(keyDocs('detection', ['logsource', 'category'])?.description).toContain('process_creation');
  expect(keyDocs('detection', ['related', 'type'])).toEqual(keyDocs('detection', ['related', '0', 'type']));
  expect(keyDocs('detection', ['related', 'type'])?.values?.map(({ value }) => value)).toContain('derived');
  expect(keyDocs('detection', ['level'])?.values?.map(({ value }) => value)).toEqual([
    'informational',
    'low',
    'medium',
    'high',
    'critical',
  ]);
  expect(keyDocs('correlation', ['correlation', 'condition', 'gte'])?.description).toBe('This or more.');
  expect(keyDocs('filter', ['filter', 'rules'])?.required).toBe(true);
});

test('free names have none', () => {
  expect(keyDocs('detection', ['detection', 'selection'])).toBeUndefined();
  expect(keyDocs('detection', ['custom'])).toBeUndefined();
  expect(keyDocs('detection', ['constructor'])).toBeUndefined();
  expect(keysAt('detection', ['custom', 'deep'])).toEqual([]);
});

describe.each(['detection', 'correlation', 'filter'] satisfies RuleKind[])('%s', (kind) => {
  test('every key and every value is described', () => {
    const undescribed: string[] = [];
    const visit = (node: SchemaNode, path: string) => {
      const schema = resolve(node);
      for (const [key, child] of Object.entries(schema.properties ?? {})) {
        if (!resolve(child).description) undescribed.push(`${path}/${key}`);
        visit(child, `${path}/${key}`);
      }
      for (const option of schema.oneOf ?? []) if (!option.description) undescribed.push(`${path}=${option.const}`);
      if (schema.items) visit(schema.items, path);
    };
    visit(rootSchema(kind), '');
    expect(undescribed).toEqual([]);
  });
});
