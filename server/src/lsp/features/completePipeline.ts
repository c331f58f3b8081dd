import { lazy } from '../../catalog/lazy.ts';
import { tablesOf } from '../../catalog/tables.ts';
import { targets } from '../../catalog/target.ts';
import { fieldsOf, logsources } from '../../catalog/taxonomy.ts';
import type { LineIndex } from '../../lineIndex.ts';
import { type MappingSchema, mappingSchema, type SchemaNode } from '../../pipelines/schema.ts';
import type { SigmaDocument } from '../documents.ts';
import type { Proposal } from './completionItem.ts';
import { type Cursor, cursorAt, insideQuotes } from './cursor.ts';
import { schemaAtPath } from './pipelineSchema.ts';
import { siblingKeys, siblingValue } from './siblings.ts';

/** What can be written at an offset of a processing pipeline: keys, types, fixed values, ids of items, tables and fields. */
export function completePipeline({ text, lines }: SigmaDocument, offset: number): Proposal[] {
  const cursor = cursorAt(text, lines, offset);
  if (!cursor || cursor.place === 'continuation') return [];
  const schema = schemaAtPath(cursor.path);
  const last = cursor.path.at(-1);
  if (cursor.place === 'value') {
    const owner = schemaAtPath(cursor.path.slice(0, -1));
    const mapping = owner && mappingSchema(owner);
    const type = siblingValue(text, lines, offset, cursor.column, 'type');
    if (last?.kind !== 'key') return [];
    return values(last.name, mapping?.keys(type).get(last.name) ?? schema, mapping, cursor, text, lines);
  }
  const mapping = schema && mappingSchema(schema);
  if (mapping !== undefined) return keys(mapping, cursor, text, lines);
  const isName = cursor.place === 'item' ? fieldLists.has(nameOf(cursor)) : fieldMappings.has(nameOf(cursor));
  return isName
    ? fieldNames(cursor, cursor.place === 'key' && !cursor.hasColon ? ': ' : '', insideQuotes(cursor, text))
    : [];
}

/** Keys whose values are names of fields: items of a list, or the keys of a mapping. */
const fieldLists: ReadonlySet<string> = new Set(['fields', 'field']);
const fieldMappings: ReadonlySet<string> = new Set(['mapping', 'conditions']);

function nameOf({ path }: Cursor): string {
  const key = path.findLast((step) => step.kind === 'key');
  return key?.kind === 'key' ? key.name : '';
}

function keys(mapping: MappingSchema, cursor: Cursor, text: string, lines: LineIndex): Proposal[] {
  const { offset, column, range, hasColon } = cursor;
  const present = siblingKeys(text, lines, offset, column);
  const type = siblingValue(text, lines, offset, column, 'type');
  const proposals = [...mapping.keys(type)]
    .filter(([key]) => !present.has(key))
    .map(([key, schema]): Proposal => keyProposal(key, schema, range, hasColon));
  if (mapping.types.length === 0 || type !== undefined || hasColon) return proposals;
  return [
    ...supported(mapping).map(
      ({ name, description, required }): Proposal => ({
        label: name,
        kind: 'value',
        range,
        text: `type: ${name}`,
        description: mapping.of,
        detail: needs(required),
        documentation: { kind: 'markdown', markdown: description },
      }),
    ),
    ...proposals,
  ];
}

/** Types that only pySigma can do have a finding, and are not proposed. */
function supported({ types }: MappingSchema): MappingSchema['types'] {
  return types.filter(({ description }) => !description.includes('Refused here'));
}

function keyProposal(key: string, schema: SchemaNode, range: Cursor['range'], hasColon: boolean): Proposal {
  return {
    label: key,
    kind: 'key',
    range,
    text: hasColon ? key : `${key}:${isNested(schema) ? '' : ' '}`,
    ...(schema.description !== undefined && { documentation: { kind: 'markdown', markdown: schema.description } }),
    ...(!isNested(schema) && { chain: true }),
  };
}

function isNested({ type, items, additionalProperties }: SchemaNode): boolean {
  return type !== 'string' && (items !== undefined || typeof additionalProperties === 'object' || type === 'object');
}

function needs(required: readonly string[]): string {
  const others = required.filter((key) => key !== 'type');
  return others.length === 0 ? '' : `needs ${others.map((key) => `\`${key}\``).join(', ')}`;
}

function values(
  key: string,
  schema: SchemaNode | undefined,
  owner: MappingSchema | undefined,
  cursor: Cursor,
  text: string,
  lines: LineIndex,
): Proposal[] {
  const range = insideQuotes(cursor, text);
  const blank = cursor.needsBlank ? ' ' : '';
  const value = (label: string, markdown?: string): Proposal => ({
    label,
    kind: 'value',
    range,
    text: blank + label,
    ...(markdown !== undefined && { documentation: { kind: 'markdown', markdown } }),
  });
  if (key === 'type' && owner !== undefined)
    return supported(owner).map(({ name, description }) => value(name, description));
  if (schema?.oneOf !== undefined)
    return schema.oneOf.flatMap(({ const: choice, description }) =>
      choice === undefined ? [] : [value(choice, description)],
    );
  if (schema?.type === 'boolean') return [value('true'), value('false')];
  if (key === 'processing_item_id') return idsIn(text).map((id) => value(id));
  if (key === 'val' && siblingValue(text, lines, cursor.offset, cursor.column, 'key') === 'query_table')
    return tableNames().map((name) => value(name));
  return fieldLists.has(key) ? fieldNames(cursor, '', range) : [];
}

function idsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/^[ \t-]*id:[ \t]*["']?([^"'\s#]+)/gm)].map(([, id]) => id ?? ''))];
}

function tableNames(): string[] {
  return [...new Set(targets.flatMap((target) => tablesOf(target).map(({ name }) => name)))].sort();
}

/** How many of SigmaHQ's rules use each field, whatever their log source. */
const fieldUses = lazy(() => {
  const uses = new Map<string, number>();
  for (const source of logsources()) {
    if (source.rules === 0) continue;
    for (const { name, rules } of fieldsOf(source)) uses.set(name, (uses.get(name) ?? 0) + rules);
  }
  return [...uses].sort(([, some], [, others]) => others - some);
});

function fieldNames({ needsBlank }: Cursor, after: string, range: Cursor['range']): Proposal[] {
  return fieldUses().map(
    ([name, rules]): Proposal => ({
      label: name,
      kind: 'field',
      range,
      text: `${needsBlank ? ' ' : ''}${name}${after}`,
      description: rules > 0 ? `${rules.toLocaleString('en')} ${rules === 1 ? 'rule' : 'rules'}` : '',
    }),
  );
}
