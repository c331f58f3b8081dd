import { deref, entriesOf, entryOf, keyText } from '../yaml/navigate.ts';
import { contentOffsets } from '../yaml/offsets.ts';
import type { YamlMapping, YamlNode } from '../yaml/tree.ts';
import { parseCondition } from './conditionParser.ts';
import { contentRange, locatedText, textOf, textsOf } from './located.ts';
import type { CorrelationAlias, CorrelationCondition, CorrelationCriterion, CorrelationRule } from './rule.ts';

type CorrelationParts = Pick<
  CorrelationRule,
  'type' | 'rules' | 'groupBy' | 'timespan' | 'condition' | 'aliases' | 'generate'
>;

/**
 * Reads the parts of a `correlation`; what is missing or of the wrong type is left out, for the schema to report.
 * `generate` stands beside it (specification, "Generate"), or in it, where pySigma looks.
 */
export function readCorrelation(
  content: YamlMapping | undefined,
  source: { readonly text: string; readonly root: YamlMapping },
): CorrelationParts {
  if (content === undefined) return { rules: [], groupBy: [] };
  const type = textOf(content, 'type');
  const timespan = textOf(content, 'timespan');
  const condition = readCondition(entryOf(content, 'condition')?.value, source.text);
  const generate = readGenerate((entryOf(source.root, 'generate') ?? entryOf(content, 'generate'))?.value);
  return {
    ...(type === undefined ? {} : { type }),
    rules: textsOf(content, 'rules'),
    groupBy: textsOf(content, 'group-by'),
    ...(timespan === undefined ? {} : { timespan }),
    ...(condition === undefined ? {} : { condition }),
    aliases: readAliases(entryOf(content, 'aliases')?.value),
    ...(generate === undefined ? {} : { generate }),
  };
}

function readCondition(node: YamlNode | undefined, document: string): CorrelationCondition | undefined {
  const content = deref(node);
  if (node === undefined || content === undefined) return undefined;
  if (content.kind === 'scalar' && typeof content.value === 'string') {
    const offset = node.kind === 'alias' ? () => node.range.start : contentOffsets(document, content);
    // The specification's own examples write `AND`, which pySigma does not read.
    const { tree, problems } = parseCondition(content.text, offset, 'warning');
    return { kind: 'extended', text: content.text, range: contentRange(node, content), tree, problems };
  }
  if (content.kind !== 'mapping') return undefined;
  const criteria: CorrelationCriterion[] = [];
  for (const entry of entriesOf(content)) {
    const operator = keyText(entry);
    const value = deref(entry.value);
    if (!isOperator(operator) || value?.kind !== 'scalar') continue;
    if (typeof value.value !== 'number' && typeof value.value !== 'bigint') continue;
    criteria.push({
      operator: { value: operator, range: entry.key.range },
      value: { value: value.value, range: entry.value.range },
    });
  }
  const percentile = deref(entryOf(content, 'percentile')?.value);
  return {
    kind: 'criteria',
    criteria,
    fields: textsOf(content, 'field'),
    ...(percentile?.kind === 'scalar' && typeof percentile.value === 'number'
      ? { percentile: { value: percentile.value, range: percentile.range } }
      : {}),
    range: node.range,
  };
}

function isOperator(name: string | undefined): name is CorrelationCriterion['operator']['value'] {
  return name === 'gt' || name === 'gte' || name === 'lt' || name === 'lte' || name === 'eq' || name === 'neq';
}

function readAliases(node: YamlNode | undefined): CorrelationAlias[] {
  const content = deref(node);
  if (content?.kind !== 'mapping') return [];
  const aliases: CorrelationAlias[] = [];
  for (const entry of entriesOf(content)) {
    const name = locatedText(entry.key);
    const fields = deref(entry.value);
    if (name === undefined || fields?.kind !== 'mapping') continue;
    aliases.push({ name, fields: readFields(fields) });
  }
  return aliases;
}

function readFields(mapping: YamlMapping): CorrelationAlias['fields'] {
  return entriesOf(mapping).flatMap((entry) => {
    const rule = locatedText(entry.key);
    const field = locatedText(entry.value);
    return rule === undefined || field === undefined ? [] : [{ rule, field }];
  });
}

function readGenerate(node: YamlNode | undefined): CorrelationRule['generate'] {
  const content = deref(node);
  if (content?.kind !== 'scalar' || typeof content.value !== 'boolean') return undefined;
  return { value: content.value, range: content.range };
}
