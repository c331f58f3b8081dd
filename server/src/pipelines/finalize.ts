import { inOrder } from './apply.ts';
import type { Finalizer, Pipeline } from './pipeline.ts';
import { pythonJson, yamlList } from './pythonText.ts';
import { renderTemplate } from './renderTemplate.ts';

/**
 * What the finalizers of the pipelines make of all queries together; undefined if there are none. Throws an `Error` for a
 * template in a file that nobody has read (`withFiles`).
 */
export function finalize(queries: readonly string[], pipelines: readonly Pipeline[]): string | undefined {
  const ordered = inOrder(pipelines);
  const finalizers = ordered.flatMap((pipeline) => pipeline.finalizers);
  if (finalizers.length === 0) return undefined;
  const variables = new Map(ordered.flatMap((pipeline) => [...pipeline.variables]));
  const pipeline = { state: {}, vars: Object.fromEntries(variables) };
  return finalizers.reduce<readonly string[]>((output, each) => [applied(each, output, pipeline)], queries)[0] ?? '';
}

/** The output of one is the only query of the next. */
function applied(finalizer: Finalizer, queries: readonly string[], pipeline: object): string {
  switch (finalizer.kind) {
    case 'concat':
      return finalizer.prefix + queries.join(finalizer.separator) + finalizer.suffix;
    case 'json':
      return pythonJson(queries, finalizer.indent);
    case 'yaml':
      return yamlList(queries);
    case 'template':
      if (finalizer.file !== undefined) throw new Error(`The template \`${finalizer.file.path.value}\` was not read.`);
      return renderTemplate(finalizer.template, { queries, pipeline });
    case 'nest':
      return finalizer.finalizers
        .reduce<readonly string[]>((output, each) => [applied(each, output, pipeline)], queries)
        .join('\n');
  }
}
