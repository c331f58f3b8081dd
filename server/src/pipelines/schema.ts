import schemaText from '../../../schemas/sigmasmith/pipeline.schema.json?raw';

/** The part of JSON Schema that pipeline.schema.json uses, and our own annotations. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly oneOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  /** Completes the sentence "`key` must be …". */
  readonly 'x-expected'?: string;
}

/** What a mapping of a pipeline may be: with or without types to choose from, and the keys of each. */
export interface MappingSchema {
  /** The types that exist; none where the mapping has no `type`. */
  readonly types: readonly {
    readonly name: string;
    readonly description: string;
    readonly required: readonly string[];
  }[];
  /** What the mapping is for, as one word: `transformation`. */
  readonly of: string;
  /** The keys of a mapping of that type, or of any. */
  keys(type: string | undefined): ReadonlyMap<string, SchemaNode>;
}

/** The whole file. */
export function rootSchema(): SchemaNode {
  parsed ??= JSON.parse(schemaText) as SchemaNode & { readonly $defs: Readonly<Record<string, SchemaNode>> };
  return parsed;
}

let parsed: (SchemaNode & { readonly $defs: Readonly<Record<string, SchemaNode>> }) | undefined;

export function resolve(node: SchemaNode): SchemaNode {
  if (node.$ref === undefined) return node;
  rootSchema();
  const target = parsed?.$defs[node.$ref.slice('#/$defs/'.length)];
  if (target === undefined) throw new Error(`pipeline.schema.json has no definition for ${node.$ref}`);
  return target;
}

/** A schema as that of a mapping; undefined where no mapping is expected, or one with names that are free. */
export function mappingSchema(node: SchemaNode): MappingSchema | undefined {
  const schema = resolve(node);
  if (schema.oneOf?.some(({ $ref }) => $ref !== undefined)) {
    const options = schema.oneOf.map((option) => ({ option: resolve(option), ref: option.$ref ?? '' }));
    return {
      types: options.map(({ option }) => ({
        name: option.properties?.type?.const ?? '',
        description: option.description ?? '',
        required: option.required ?? [],
      })),
      of: ownerNames[/\/(\w+)\./.exec(options[0]?.ref ?? '')?.[1] ?? ''] ?? 'item',
      keys(type) {
        const chosen =
          options.find(({ option }) => option.properties?.type?.const === type)?.option ?? options[0]?.option;
        return chosen === undefined ? new Map() : propertiesOf(chosen, type !== undefined);
      },
    };
  }
  if (schema.properties === undefined) return undefined;
  return { types: [], of: 'pipeline', keys: () => propertiesOf(schema, true) };
}

/** Where the type is not known, of all types the first that has the key. */
function anyKey({ types, keys }: MappingSchema, name: string): SchemaNode | undefined {
  for (const type of types) {
    const found = keys(type.name).get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

const ownerNames: Readonly<Record<string, string | undefined>> = {
  transformation: 'transformation',
  postprocessing: 'post-processing item',
  finalizer: 'finalizer',
  ruleCondition: 'rule condition',
  itemCondition: 'detection item condition',
  fieldCondition: 'field name condition',
};

/** Those of the type itself first, then those that all types have. */
function propertiesOf(schema: SchemaNode, own: boolean): ReadonlyMap<string, SchemaNode> {
  const common = schema.allOf?.flatMap((part) => Object.entries(resolve(part).properties ?? {})) ?? [];
  const properties = Object.entries(schema.properties ?? {}).filter(([key]) => own || key === 'type');
  return new Map([...properties, ...common]);
}

/** The schema below a node: of a key's value where `step` is a text, of a list's items where it is undefined. */
export function schemaBelow(
  node: SchemaNode,
  step: string | undefined,
  type: string | undefined,
): SchemaNode | undefined {
  const schema = resolve(node);
  if (step === undefined) return schema.items;
  const mapping = mappingSchema(schema);
  if (mapping !== undefined) return mapping.keys(type).get(step) ?? anyKey(mapping, step);
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}
