import type { Fix, Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import { deref } from '../yaml/navigate.ts';
import type { YamlEntry, YamlNode, YamlScalar } from '../yaml/tree.ts';
import { type Applied, applyToNumber, applyToText } from './apply.ts';
import type { Item, ItemValue, Test } from './expression.ts';
import { checkChain, splitKey } from './key.ts';
import { modifiers } from './modifiers.ts';

export interface ReadContext {
  /** The text of the file. */
  readonly document: string;
  readonly problems: Problem[];
}

/** Reads one `field|modifiers: values`; undefined when it has no meaning, which `problems` then explains. */
export function readItem(entry: YamlEntry, context: ReadContext): Item | undefined {
  const key = deref(entry.key);
  if (key?.kind !== 'scalar') {
    return refuse(context, 'detection-shape', 'A field name is expected here. Write `Field: value`.', entry.key.range);
  }
  const parts = splitKey(context.document, key);
  if (parts.field === undefined && parts.modifiers.length === 0) {
    return refuse(context, 'detection-shape', 'Write the name of the field before the colon.', entry.range);
  }
  const sound = checkChain(parts, context.problems);
  const chain = parts.modifiers.map((modifier) => modifier.name);
  const values = readValues(entry.value, chain, parts.field === undefined, sound, context);
  if (!sound || values === undefined) return undefined;
  return {
    kind: 'item',
    field: parts.field,
    fieldRange: parts.fieldRange,
    modifiers: chain,
    quantifier: chain.includes('all') ? 'all' : 'any',
    negated: chain.includes('neq'),
    values,
    range: entry.range,
  };
}

/** Reads a list of keywords, or a single one. */
export function readKeywords(nodes: readonly YamlNode[], range: Range, context: ReadContext): Item | undefined {
  const values: ItemValue[] = [];
  for (const node of nodes) {
    const value = readValue(node, [], true, true, context);
    if (value !== undefined) values.push(value);
  }
  if (values.length < nodes.length) return undefined;
  return {
    kind: 'item',
    field: undefined,
    fieldRange: { start: range.start, end: range.start },
    modifiers: [],
    quantifier: 'any',
    negated: false,
    values,
    range,
  };
}

function readValues(
  node: YamlNode,
  chain: readonly string[],
  isKeyword: boolean,
  sound: boolean,
  context: ReadContext,
): ItemValue[] | undefined {
  const target = deref(node);
  if (target?.kind !== 'sequence') {
    const value = readValue(node, chain, isKeyword, sound, context);
    return value === undefined ? undefined : [value];
  }
  if (target.items.length === 0) {
    // An empty list is null in pySigma.
    const value = fromNull(chain, isKeyword, node.range, '[]', context);
    return value === undefined ? undefined : [value];
  }
  const values: ItemValue[] = [];
  for (const item of target.items) {
    const value = readValue(item, chain, isKeyword, sound, context);
    if (value !== undefined) values.push(value);
  }
  return values.length < target.items.length ? undefined : values;
}

/** With an unsound chain only the shape of the value is checked. */
function readValue(
  node: YamlNode,
  chain: readonly string[],
  isKeyword: boolean,
  sound: boolean,
  context: ReadContext,
): ItemValue | undefined {
  const scalar = deref(node);
  if (scalar === undefined) return undefined;
  if (scalar.kind !== 'scalar') {
    const message =
      scalar.kind === 'mapping'
        ? 'A field cannot hold a mapping. Write a nested field with dots: `outer.inner: value`.'
        : 'A list of values cannot hold another list. Write all values in one list.';
    return refuse(context, 'detection-shape', message, node.range);
  }
  if (!sound) return undefined;
  const { value } = scalar;
  if (value === null) return fromNull(chain, isKeyword, node.range, scalar.text, context);
  const fault = typeFault(scalar, chain, node.range);
  if (fault !== undefined) {
    context.problems.push(fault);
    return undefined;
  }
  const applied = apply(scalar, chain, isKeyword);
  if (applied.kind === 'problem') return refuse(context, applied.code, applied.message, node.range);
  return { range: node.range, source: scalar.text, alternatives: applied.tests };
}

function apply(scalar: YamlScalar, chain: readonly string[], isKeyword: boolean): Applied {
  const { value } = scalar;
  if (typeof value === 'boolean' && !isKeyword) {
    const test: Test = chain.includes('exists') ? { kind: 'exists', value } : { kind: 'boolean', value };
    return { kind: 'tests', tests: [test] };
  }
  const isNumber = typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value));
  if (isNumber && !isKeyword) return applyToNumber(value, chain);
  return applyToText(isNumber ? String(value) : scalar.text, chain, isKeyword);
}

function fromNull(
  chain: readonly string[],
  isKeyword: boolean,
  range: Range,
  source: string,
  context: ReadContext,
): ItemValue | undefined {
  if (isKeyword) {
    return refuse(context, 'detection-shape', 'Null is the value of a field, not a keyword. Write a text.', range);
  }
  const typed = chain.find((name) => modifiers.get(name)?.takes !== 'any');
  if (typed !== undefined) {
    return refuse(context, 'modifier-value-type', `\`${typed}\` needs a value. Add one after the colon.`, range);
  }
  return { range, source, alternatives: [{ kind: 'null' }] };
}

/** The first modifier that cannot read this kind of value. */
function typeFault(scalar: YamlScalar, chain: readonly string[], range: Range): Problem | undefined {
  const { value } = scalar;
  const actual =
    typeof value === 'boolean' ? 'boolean' : typeof value === 'bigint' || typeof value === 'number' ? 'number' : 'text';
  for (const name of chain) {
    const takes = modifiers.get(name)?.takes ?? 'any';
    if (takes === 'any' || takes === actual) continue;
    return { code: 'modifier-value-type', severity: 'error', range, ...wrongType(name, takes, actual, scalar, range) };
  }
  return undefined;
}

function wrongType(
  name: string,
  takes: 'text' | 'number' | 'boolean',
  actual: string,
  scalar: YamlScalar,
  range: Range,
): { message: string; fixes?: readonly Fix[] } {
  switch (takes) {
    case 'boolean':
      return { message: `\`${name}\` takes \`true\` or \`false\`.` };
    case 'text':
      return {
        message: `\`${name}\` takes text, and \`${scalar.text}\` is a ${actual}. Put it in quotes.`,
        fixes: [{ title: 'Put the value in quotes', edits: [{ range, text: `'${scalar.text}'` }] }],
      };
    case 'number': {
      if (!/^-?\d+(?:\.\d+)?$/.test(scalar.text)) return { message: `\`${name}\` takes a number.` };
      return {
        message: `\`${name}\` takes a number, and in quotes \`${scalar.text}\` is text. Remove the quotes.`,
        fixes: [{ title: 'Remove the quotes', edits: [{ range, text: scalar.text }] }],
      };
    }
  }
}

function refuse(context: ReadContext, code: string, message: string, range: Range): undefined {
  context.problems.push({ code, severity: 'error', message, range });
  return undefined;
}
