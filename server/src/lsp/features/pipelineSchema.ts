import { rootSchema, type SchemaNode, schemaBelow } from '../../pipelines/schema.ts';
import type { Step } from './line.ts';

/** The schema at a path of keys and list items; undefined where names are free. */
export function schemaAtPath(path: readonly Step[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = rootSchema();
  for (const step of path) {
    node = node && schemaBelow(node, step.kind === 'key' ? step.name : undefined, undefined);
  }
  return node;
}
