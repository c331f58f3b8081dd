import { anyOf } from '../enumerate.ts';
import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import { nearest } from '../sigma/nearest.ts';
import { deref, entryOf, keyText } from '../yaml/navigate.ts';
import { nodeAtPointer, type Place, toPlain } from '../yaml/plain.ts';
import type { YamlDocument, YamlMapping, YamlNode } from '../yaml/tree.ts';
import { pipeline, type SchemaError } from './generated/validators.js';
import { type MappingSchema, mappingSchema, rootSchema, type SchemaNode, schemaBelow } from './schema.ts';

/** What the JSON Schema has against a pipeline, each finding where it is to be mended. */
export function schemaProblems(document: YamlDocument): Problem[] {
  if (pipeline(toPlain(document.root))) return [];
  const problems = new Map<string, Problem>();
  for (const error of pipeline.errors?.slice(0, 1000) ?? []) {
    const place = nodeAtPointer(document, error.instancePath);
    const problem = place && problemOf(error, place, document);
    const key = problem && `${problem.range.start} ${problem.message}`;
    if (problem && key && !problems.has(key)) problems.set(key, problem);
    if (problems.size >= mostProblems) break;
  }
  return [...problems.values()];
}

const mostProblems = 100;
/** A sentence can name so many types. */
const mostNamed = 9;

function problemOf(error: SchemaError, place: Place, document: YamlDocument): Problem | undefined {
  const { schema, mapping } = schemaAt(document, error.instancePath);
  switch (error.keyword) {
    case 'discriminator':
      return mapping && unknownType(place, mapping);
    case 'required':
      return missingKey(place, String(error.params.missingProperty), mapping);
    case 'additionalProperties':
      return unknownKey(place, String(error.params.additionalProperty), mapping);
    case 'unevaluatedProperties':
      return unknownKey(place, String(error.params.unevaluatedProperty), mapping);
    case 'oneOf':
      return undefined;
    default:
      return wrongValue(place, schema);
  }
}

function unknownType({ node }: Place, { types, of }: MappingSchema): Problem | undefined {
  const root = deref(node);
  const entry = root?.kind === 'mapping' ? entryOf(root, 'type') : undefined;
  const scalar = deref(entry?.value);
  if (entry === undefined || scalar?.kind !== 'scalar') return undefined;
  const range =
    scalar.text === '' ? entry.key.range : entry.value.kind === 'alias' ? entry.value.range : scalar.contentRange;
  const near = nearest(
    scalar.text,
    types.map(({ name }) => name),
  );
  const base = { code: 'pipeline-unknown-type', severity: 'error', range } as const;
  if (near === undefined) {
    const known = types.slice(0, mostNamed).map(({ name }) => `\`${name}\``);
    const more = types.length > mostNamed ? ` and ${types.length - mostNamed} more` : '';
    const fault = scalar.text === '' ? `The type of the ${of} is missing.` : `There is no ${of} \`${scalar.text}\`.`;
    return { ...base, message: `${fault} There are ${known.join(', ')}${more}.` };
  }
  const message = `There is no ${of} \`${scalar.text}\`. Did you mean \`${near}\`?`;
  return { ...base, message, fixes: [{ title: `Replace with \`${near}\``, edits: [{ range, text: near }] }] };
}

function missingKey({ node, entry }: Place, key: string, mapping: MappingSchema | undefined): Problem {
  const type = typeOf(node);
  const name = type === undefined ? `A ${mapping?.of ?? 'mapping'}` : `\`${type}\``;
  const root = deref(node);
  const place = root?.kind === 'mapping' ? (entryOf(root, 'type') ?? root.entries[0])?.range : undefined;
  return {
    code: 'pipeline-missing-key',
    severity: 'error',
    message: `${name} needs \`${key}\`. Add it.`,
    range: place ?? entry?.key.range ?? visible(node),
  };
}

function unknownKey({ node }: Place, key: string, mapping: MappingSchema | undefined): Problem | undefined {
  const root = deref(node);
  const entry = root?.kind === 'mapping' ? root.entries.findLast((each) => keyText(each) === key) : undefined;
  const type = typeOf(node);
  const names = [...(mapping?.keys(type).keys() ?? [])];
  const owner = type === undefined ? `a ${mapping?.of ?? 'mapping'}` : `\`${type}\``;
  const near = nearest(key, names);
  const range = entry === undefined ? visible(node) : keyRange(entry.key);
  const base = { code: 'pipeline-unknown-key', severity: 'error', range } as const;
  const message = `\`${key}\` means nothing in ${owner}.`;
  if (near === undefined || (root?.kind === 'mapping' && entryOf(root, near) !== undefined)) {
    const own = names.filter((name) => name !== 'type' && !/_cond_|_conditions$/.test(name));
    const known = own.length === 0 ? '' : ` It has ${own.map((name) => `\`${name}\``).join(', ')}.`;
    return { ...base, message: `${message}${known}` };
  }
  return {
    ...base,
    message: `${message} Did you mean \`${near}\`?`,
    fixes: [{ title: `Replace with \`${near}\``, edits: [{ range, text: near }] }],
  };
}

function wrongValue({ node, entry }: Place, schema: SchemaNode | undefined): Problem {
  const scalar = deref(node);
  const name = entry === undefined ? 'This' : `\`${keyText(entry)}\``;
  const choices = schema?.oneOf?.flatMap((option) => option.const ?? []) ?? [];
  const expected =
    schema?.['x-expected'] ??
    (choices.length > 0
      ? anyOf(choices.map((choice) => `\`${choice}\``))
      : schema?.type === 'boolean'
        ? '`true` or `false`'
        : 'something else');
  const near = scalar?.kind === 'scalar' && choices.length > 0 ? nearest(scalar.text, choices) : undefined;
  const empty = node.range.start === node.range.end && entry !== undefined;
  const range = empty ? entry.key.range : scalar?.kind === 'scalar' ? scalar.contentRange : visible(node);
  const message = `${name} must be ${expected}.${near === undefined ? '' : ` Did you mean \`${near}\`?`}`;
  return {
    code: 'pipeline-invalid-value',
    severity: 'error',
    message,
    range,
    ...(near !== undefined && { fixes: [{ title: `Replace with \`${near}\``, edits: [{ range, text: near }] }] }),
  };
}

/** The schema at a pointer, chosen by the types on the way there. */
function schemaAt(
  document: YamlDocument,
  pointer: string,
): { readonly schema: SchemaNode | undefined; readonly mapping: MappingSchema | undefined } {
  let schema: SchemaNode | undefined = rootSchema();
  let path = '';
  for (const part of pointer.split('/').slice(1)) {
    const parent = deref(nodeAtPointer(document, path)?.node);
    const step = parent?.kind === 'sequence' ? undefined : part.replaceAll('~1', '/').replaceAll('~0', '~');
    schema = schema && schemaBelow(schema, step, parent && typeOf(parent));
    path += `/${part}`;
  }
  return { schema, mapping: schema && mappingSchema(schema) };
}

/** The `type` of a mapping, where it is a text. */
export function typeOf(node: YamlNode): string | undefined {
  const mapping = deref(node);
  const value = mapping?.kind === 'mapping' ? deref(entryOf(mapping as YamlMapping, 'type')?.value) : undefined;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}

function keyRange(key: YamlNode): Range {
  return key.kind === 'scalar' ? key.contentRange : key.range;
}

/** Something to mark for a node without any characters: the one before it. */
function visible({ range }: YamlNode): Range {
  return range.start < range.end ? range : { start: Math.max(0, range.start - 1), end: range.end };
}
