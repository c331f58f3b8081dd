import type { Problem } from '../problem.ts';
import { nearest } from '../sigma/nearest.ts';
import { bounded } from '../yaml/bounded.ts';
import { deref, entriesOf, keyText } from '../yaml/navigate.ts';
import { parseYaml } from '../yaml/parse.ts';
import { toPlain } from '../yaml/plain.ts';
import type { YamlMapping } from '../yaml/tree.ts';
import type { Pipeline } from './pipeline.ts';
import { mappingsOf, nodeOf, type Reading, report, scalarOf, textAt, visibleRange } from './reading.ts';
import { readFinalizer, readQueryItem } from './readQueryItems.ts';
import { readItem } from './readTransformation.ts';
import { schemaProblems } from './schemaProblems.ts';

/**
 * Reads a processing pipeline. Never fails: whatever is wrong is a problem with its place, and a pipeline with an error
 * among them is not applied. `file` is what to call a pipeline without a name.
 */
export function parsePipeline(text: string, file = 'pipeline'): Pipeline {
  const { documents, problems: yamlProblems } = parseYaml(text);
  const [document, second] = documents;
  const reading: Reading = { document: text, problems: [...yamlProblems], ids: new Map(), wanted: [] };
  const root = deref(document?.root);
  if (second !== undefined) {
    const message = 'A file holds one pipeline. Move this document into a file of its own.';
    report(reading, { code: 'pipeline-invalid-value', message, range: second.root?.range ?? second.range });
  }
  if (document === undefined || root?.kind !== 'mapping') {
    if (yamlProblems.length === 0) {
      const message = 'This is no pipeline: a mapping with `transformations` is expected.';
      report(reading, {
        code: 'pipeline-invalid-value',
        message,
        range: root?.range ?? { start: 0, end: text.length },
      });
    }
    return { ...empty, name: file, problems: reading.problems };
  }
  // What YAML cannot read was guessed, and is not told what it lacks.
  if (!yamlProblems.some(({ severity }) => severity === 'error')) reading.problems.push(...schemaProblems(document));
  const pipeline = { ...readRoot(root, reading), name: textAt(root, 'name') || file };
  checkIds(reading);
  checkBackends(root, reading);
  return { ...pipeline, problems: bounded(inOrder(reading.problems)) };
}

const empty: Omit<Pipeline, 'name' | 'problems'> = {
  priority: 0,
  variables: new Map(),
  transformations: [],
  postprocessing: [],
  finalizers: [],
};

function readRoot(root: YamlMapping, reading: Reading): typeof empty {
  const priority = scalarOf(root, 'priority')?.value;
  const variables = deref(nodeOf(root, 'vars'));
  return {
    priority: typeof priority === 'number' ? priority : 0,
    variables: new Map(
      variables?.kind === 'mapping'
        ? entriesOf(variables).map((entry) => [keyText(entry) ?? '', toPlain(entry.value)])
        : [],
    ),
    transformations: mappingsOf(nodeOf(root, 'transformations')).flatMap((item) => readItem(item, reading) ?? []),
    postprocessing: mappingsOf(nodeOf(root, 'postprocessing')).flatMap((item) => readQueryItem(item, reading) ?? []),
    finalizers: mappingsOf(nodeOf(root, 'finalizers')).flatMap((item) => readFinalizer(item, reading) ?? []),
  };
}

/** An id may also be that of an item in another pipeline, so one that is unknown here may be right. */
function checkIds(reading: Reading): void {
  for (const { value, range } of reading.wanted.slice(0, 1000)) {
    if (reading.ids.has(value)) continue;
    const near = nearest(value, reading.ids.keys());
    const advice = near === undefined ? 'It may be that of another pipeline.' : `Did you mean \`${near}\`?`;
    report(reading, {
      code: 'pipeline-unknown-id',
      severity: near === undefined ? 'hint' : 'warning',
      message: `No item of this pipeline has the id \`${value}\`. ${advice}`,
      range,
      ...(near !== undefined && { fixes: [{ title: `Replace with \`${near}\``, edits: [{ range, text: near }] }] }),
    });
  }
}

/** The backends of pySigma that make KQL (pySigma-backend-kusto), and our own targets. */
const backends: ReadonlySet<string> = new Set([
  'kusto',
  'microsoft365defender',
  'microsoft_365_defender',
  'microsoft_xdr',
  'sentinel_asim',
  'azure_monitor',
  'asim',
  'xdr',
  'workspace',
]);

function checkBackends(root: YamlMapping, reading: Reading): void {
  const list = deref(nodeOf(root, 'allowed_backends'));
  if (list?.kind !== 'sequence' || list.items.length === 0) return;
  const named = list.items.flatMap((item) => {
    const scalar = deref(item);
    return scalar?.kind === 'scalar' ? [scalar.text] : [];
  });
  if (named.length === 0 || named.some((name) => backends.has(name.toLowerCase()))) return;
  const message = `The pipeline is made for ${named.map((name) => `\`${name}\``).join(', ')}, not for KQL. It is applied all the same.`;
  const scalar = deref(list.items[0]);
  const range = scalar?.kind === 'scalar' ? visibleRange(scalar) : list.range;
  report(reading, { code: 'pipeline-backends', severity: 'warning', message, range });
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((first, second) => first.range.start - second.range.start);
}
