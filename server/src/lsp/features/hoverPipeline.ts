import { mappingSchema, rootSchema, type SchemaNode, schemaBelow } from '../../pipelines/schema.ts';
import { typeOf } from '../../pipelines/schemaProblems.ts';
import type { Range } from '../../range.ts';
import { deref, keyText, pathAt } from '../../yaml/navigate.ts';
import { parseYaml } from '../../yaml/parse.ts';
import type { SigmaDocument } from '../documents.ts';
import type { Hover } from './hoverResult.ts';
import { code } from './markdown.ts';

/** What a key or a type of a processing pipeline means. */
export function hoverPipeline({ text }: SigmaDocument, offset: number): Hover | undefined {
  const [document] = parseYaml(text).documents;
  if (document === undefined) return undefined;
  let schema: SchemaNode | undefined = rootSchema();
  for (const step of pathAt(document, offset)) {
    if (schema === undefined) return undefined;
    if (step.kind === 'item') {
      schema = schemaBelow(schema, undefined, undefined);
      continue;
    }
    const name = keyText(step.entry) ?? '';
    const type = typeOf(step.mapping);
    const mapping = mappingSchema(schema);
    const below: SchemaNode | undefined = schemaBelow(schema, name, type);
    if (step.kind === 'key') return below && described(name, below, step.entry.key.range);
    const scalar = deref(step.entry.value);
    if (scalar?.kind === 'scalar' && scalar.range.start <= offset) {
      const chosen =
        name === 'type'
          ? mapping?.types.find((each) => each.name === scalar.text)
          : below?.oneOf?.find((each) => each.const === scalar.text);
      if (chosen !== undefined) return described(scalar.text, chosen, scalar.range);
    }
    schema = below;
  }
  return undefined;
}

function described(
  name: string,
  schema: Pick<SchemaNode, 'description' | 'examples'>,
  range: Range,
): Hover | undefined {
  if (schema.description === undefined) return undefined;
  const examples = schema.examples?.map((example) =>
    code(typeof example === 'string' ? example : JSON.stringify(example)),
  );
  const lines = [`**${code(name)}**`, schema.description, ...(examples ? [`For example ${examples.join(', ')}.`] : [])];
  return { range, markdown: lines.join('\n\n') };
}
