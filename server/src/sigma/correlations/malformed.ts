import type { Range } from '../../range.ts';
import { deref, entriesOf, entryOf, keyText } from '../../yaml/navigate.ts';
import type { YamlMapping, YamlNode } from '../../yaml/tree.ts';
import type { CorrelationRule, Located } from '../rule.ts';

/**
 * The first part of a correlation that is not of its type, as a sentence with its place; undefined if there is none. To go
 * on without such a part would compute something else: all events in one group, or a range without its upper end. The
 * schema reports it in the editor; pySigma refuses it, too (`SigmaCorrelationRule.from_dict`).
 */
export function malformedPart({ node }: CorrelationRule): Located<string> | undefined {
  const content = deref(entryOf(node, 'correlation')?.value);
  if (content?.kind !== 'mapping') return undefined;
  const faultOf = (key: string, find: (value: YamlNode, what: string) => Located<string> | undefined) => {
    const value = entryOf(content, key)?.value;
    return value === undefined || isNull(value) ? undefined : find(value, key);
  };
  return (
    faultOf('rules', nameFault) ??
    faultOf('group-by', nameFault) ??
    faultOf('aliases', aliasFault) ??
    faultOf('condition', conditionFault) ??
    faultOf('generate', generateFault) ??
    generateFault(entryOf(node, 'generate')?.value)
  );
}

function nameFault(value: YamlNode, what: string): Located<string> | undefined {
  const content = deref(value);
  const nodes = content?.kind === 'sequence' ? content.items : [value];
  const wrong = nodes.find((each) => !isName(each));
  return wrong && fault(`\`${what}\` takes names, as text. Put it in quotes if it looks like something else.`, wrong);
}

function aliasFault(value: YamlNode): Located<string> | undefined {
  const aliases = deref(value);
  const shape = 'An alias names a field for each rule: `alias: {rule: field}`.';
  if (aliases?.kind !== 'mapping') return fault(shape, value);
  for (const alias of entriesOf(aliases)) {
    const fields = deref(alias.value);
    if (fields?.kind !== 'mapping') return fault(shape, alias.value, alias.key);
    for (const { key, value: field } of entriesOf(fields)) {
      const wrong = [key, field].find((each) => !isName(each));
      if (wrong !== undefined) return fault(shape, wrong, key);
    }
  }
  return undefined;
}

function conditionFault(value: YamlNode): Located<string> | undefined {
  const condition = deref(value);
  if (condition?.kind === 'scalar' && typeof condition.value === 'string') return undefined;
  if (condition?.kind !== 'mapping') {
    return fault('A `condition` compares a number, such as `gte: 10`, or is an expression over the `rules`.', value);
  }
  return criteriaFault(condition);
}

function criteriaFault(condition: YamlMapping): Located<string> | undefined {
  for (const entry of entriesOf(condition)) {
    const key = keyText(entry);
    if (key === 'field') {
      const wrong = nameFault(entry.value, key);
      if (wrong !== undefined) return visible(wrong, entry.key);
    } else if (key === undefined || !numeric.has(key)) {
      return fault(`A \`condition\` has no \`${key}\`. Write one such as \`gte: 10\`.`, entry.key);
    } else if (!isNumber(entry.value)) return fault(`\`${key}\` takes a number.`, entry.value, entry.key);
  }
  return undefined;
}

const numeric: ReadonlySet<string> = new Set(['gt', 'gte', 'lt', 'lte', 'eq', 'neq', 'percentile']);

function generateFault(value: YamlNode | undefined): Located<string> | undefined {
  const content = deref(value);
  if (value === undefined || isNull(value)) return undefined;
  const isBoolean = content?.kind === 'scalar' && typeof content.value === 'boolean';
  return isBoolean ? undefined : fault('`generate` takes `true` or `false`.', value);
}

function isNull(node: YamlNode): boolean {
  const content = deref(node);
  return content?.kind === 'scalar' && content.value === null;
}

function isName(node: YamlNode): boolean {
  const content = deref(node);
  return content?.kind === 'scalar' && typeof content.value === 'string' && content.value !== '';
}

function isNumber(node: YamlNode): boolean {
  const content = deref(node);
  if (content?.kind !== 'scalar') return false;
  return typeof content.value === 'bigint' || (typeof content.value === 'number' && Number.isFinite(content.value));
}

function fault(message: string, { range }: YamlNode, key?: YamlNode): Located<string> {
  const found = { value: message, range };
  return key === undefined ? found : visible(found, key);
}

/** Where nothing stands, its key is marked. */
function visible(found: Located<string>, key: YamlNode): Located<string> {
  const place: Range = found.range.start < found.range.end ? found.range : key.range;
  return { ...found, range: place };
}
