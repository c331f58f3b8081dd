import { type RuleKind, resolve, type SchemaNode, schemaAt } from './schemaNode.ts';

/** What is known of a key of a Sigma document; markdown. */
export interface KeyDocs {
  readonly description: string;
  /** The values that it may have, when they are a fixed set. */
  readonly values?: readonly { readonly value: string; readonly description: string }[];
  /** Position among its siblings, from 0, in the order in which rules usually have them. */
  readonly order: number;
  readonly required: boolean;
  /** What completion inserts, key included: LSP's snippet syntax, four blanks a level. */
  readonly snippet?: string;
  readonly examples?: readonly unknown[];
}

/**
 * Documentation of the key at a path such as `['logsource', 'category']` or `['related', 'type']`; item numbers of
 * lists may stand in the path or not. Undefined for keys that are free: custom ones, search identifiers, aliases.
 */
export function keyDocs(kind: RuleKind, path: readonly string[]): KeyDocs | undefined {
  const key = path.at(-1);
  return keysAt(kind, path.slice(0, -1)).find((docs) => docs.key === key);
}

/** The keys that the mapping at a path may have, in their usual order; `[]` is the document itself. */
export function keysAt(kind: RuleKind, path: readonly string[]): readonly (KeyDocs & { readonly key: string })[] {
  const owner = schemaAt(kind, path);
  const mapping = owner?.properties === undefined && owner?.items !== undefined ? resolve(owner.items) : owner;
  if (mapping?.properties === undefined) return [];
  const known = docsBySchema.get(mapping);
  if (known !== undefined) return known;
  const docs = Object.entries(mapping.properties).map(([key, reference], order) =>
    docsOf(key, resolve(reference), order, mapping.required?.includes(key) ?? false),
  );
  docsBySchema.set(mapping, docs);
  return docs;
}

/** They are asked for at every keystroke. */
const docsBySchema = new WeakMap<SchemaNode, readonly (KeyDocs & { readonly key: string })[]>();

function docsOf(key: string, schema: SchemaNode, order: number, required: boolean): KeyDocs & { key: string } {
  return {
    key,
    description: schema.description ?? '',
    order,
    required,
    ...(schema.oneOf && {
      values: schema.oneOf.map((option) => ({ value: option.const, description: option.description })),
    }),
    ...(schema['x-snippet'] !== undefined && { snippet: schema['x-snippet'] }),
    ...(schema.examples && { examples: schema.examples }),
  };
}
