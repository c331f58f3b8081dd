import commonText from '../../../schemas/sigma/common.schema.json?raw';
import correlationText from '../../../schemas/sigma/correlation.schema.json?raw';
import detectionText from '../../../schemas/sigma/detection.schema.json?raw';
import filterText from '../../../schemas/sigma/filter.schema.json?raw';

export type RuleKind = 'detection' | 'correlation' | 'filter';

/** The part of JSON Schema that schemas/sigma uses, and our own annotations. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly oneOf?: readonly { readonly const: string; readonly description: string }[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly maxLength?: number;
  /** Completes the sentence "`key` must be …". */
  readonly 'x-expected'?: string;
  /** The check that a value of the wrong form belongs to. */
  readonly 'x-code'?: string;
  /** What completion inserts for the key, in LSP's snippet syntax. */
  readonly 'x-snippet'?: string;
}

/** The schema of a whole document. */
export function rootSchema(kind: RuleKind): SchemaNode {
  let schema = parsed.get(kind);
  if (schema === undefined) {
    schema = JSON.parse(texts[kind]) as SchemaNode;
    parsed.set(kind, schema);
  }
  return schema;
}

/**
 * The schema of what stands at a path of keys; numbers, which stand for the items of a list, may be left out.
 * Undefined where the schema says nothing, such as below a custom key.
 */
export function schemaAt(kind: RuleKind, path: readonly string[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = rootSchema(kind);
  for (const segment of path) {
    node = node && step(node, segment);
    if (node === undefined) return undefined;
  }
  return node;
}

function step(node: SchemaNode, segment: string): SchemaNode | undefined {
  const property = ownProperty(node.properties, segment);
  if (property !== undefined) return resolve(property);
  if (node.items !== undefined) {
    const items = resolve(node.items);
    return /^\d+$/.test(segment) ? items : step(items, segment);
  }
  return typeof node.additionalProperties === 'object' ? resolve(node.additionalProperties) : undefined;
}

function ownProperty(properties: SchemaNode['properties'], name: string): SchemaNode | undefined {
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** All references lead to the definitions of common.schema.json. */
export function resolve(node: SchemaNode): SchemaNode {
  if (node.$ref === undefined) return node;
  common ??= (JSON.parse(commonText) as { $defs: Record<string, SchemaNode> }).$defs;
  const target = common[node.$ref.slice(node.$ref.lastIndexOf('/') + 1)];
  if (target === undefined) throw new Error(`schemas/sigma has no definition for ${node.$ref}`);
  return target;
}

const texts: Readonly<Record<RuleKind, string>> = {
  detection: detectionText,
  correlation: correlationText,
  filter: filterText,
};
const parsed = new Map<RuleKind, SchemaNode>();
let common: Readonly<Record<string, SchemaNode>> | undefined;
