import { deref } from '../yaml/navigate.ts';
import type { YamlNode, YamlScalar } from '../yaml/tree.ts';
import type { CheckContext } from './check.ts';
import { type Place, placesAt } from './plainValue.ts';
import type { ValueCause } from './schemaFindings.ts';
import type { SchemaNode } from './schemaNode.ts';

/** A value that its schema rejects. */
export interface WrongValue extends Place {
  readonly path: readonly string[];
  readonly schema: SchemaNode;
  readonly cause: ValueCause;
  /** Begins a sentence about the value: "`level`", "Each entry of `tags`". */
  readonly name: string;
}

/** The values of a document that its schema rejects for this cause. */
export function wrongValues(context: CheckContext, cause: ValueCause): WrongValue[] {
  return context.schemaFindings.flatMap((finding) => {
    if (finding.cause !== cause) return [];
    const { path, schema } = finding;
    const places = placesAt(context.rule.node, path);
    const place = places.length === path.length + 1 ? places.at(-1) : undefined;
    return place === undefined ? [] : [{ ...place, path, schema, cause, name: nameOf(path) }];
  });
}

/** The scalar that a node is or stands for. */
export function scalarOf(node: YamlNode): YamlScalar | undefined {
  const target = deref(node);
  return target?.kind === 'scalar' ? target : undefined;
}

/** The end of the sentence "`key` must be …". */
export function expected(schema: SchemaNode): string {
  if (schema['x-expected'] !== undefined) return schema['x-expected'];
  if (schema.oneOf !== undefined)
    return `one of ${choices(schema)
      .map((choice) => `\`${choice}\``)
      .join(', ')}`;
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  return types
    .map((type) => (type === 'array' && schema.items?.type === 'string' ? 'a list of texts' : typeNames[type]))
    .join(' or ');
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a mapping',
};

/** The words that a value may be; none if it is free. */
export function choices(schema: SchemaNode): string[] {
  return schema.oneOf?.map((option) => option.const) ?? [];
}

function nameOf(path: readonly string[]): string {
  const last = path.at(-1) ?? '';
  return /^\d+$/.test(last) ? `Each entry of \`${path.at(-2)}\`` : `\`${last}\``;
}
