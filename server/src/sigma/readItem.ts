import type { Problem } from '../problem.ts';
import type { Range } from '../range.ts';
import { deref } from '../yaml/navigate.ts';
import { contentOffsets } from '../yaml/offsets.ts';
import type { YamlEntry, YamlNode, YamlScalar } from '../yaml/tree.ts';
import { type Applied, applyToNumber, applyToText, isRefusal } from './apply.ts';
import { type Chain, readChain } from './chain.ts';
import type { Item, ItemValue } from './expression.ts';
import { checkChain, splitKey } from './key.ts';
import { isNumber, typeFault } from './typeFault.ts';
import { maximumRuleVariants } from './variants.ts';

/** What is shared while the selections of one rule are read. */
export interface ReadContext {
  /** The text of the file. */
  readonly document: string;
  readonly problems: Problem[];
  /** How many forms modifiers have made of single values so far. */
  variants: number;
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
  const chain = readChain(parts.modifiers.map((modifier) => modifier.name));
  const isKeyword = parts.field === undefined;
  const values = sound ? readValues(entry, chain, isKeyword, context) : checkShapes(entry.value, context);
  if (values === undefined) return undefined;
  return {
    kind: 'item',
    field: parts.field,
    fieldRange: parts.fieldRange,
    modifiers: chain.names,
    quantifier: chain.all ? 'all' : 'any',
    negated: chain.negated,
    values,
    range: entry.range,
  };
}

/** Reads a list of keywords, or a single one. */
export function readKeywords(nodes: readonly YamlNode[], range: Range, context: ReadContext): Item | undefined {
  const values = readAll(nodes, readChain([]), true, context);
  if (values === undefined) return undefined;
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

function readValues(entry: YamlEntry, chain: Chain, isKeyword: boolean, context: ReadContext): ItemValue[] | undefined {
  const node = entry.value;
  const target = deref(node);
  if (target?.kind !== 'sequence') return readAll([node], chain, isKeyword, context, entry.key.range);
  if (target.items.length > 0) return readAll(target.items, chain, isKeyword, context);
  // An empty list is null in pySigma.
  const value = fromNull(chain, isKeyword, node.range, undefined, context);
  return value === undefined ? undefined : [value];
}

function readAll(
  nodes: readonly YamlNode[],
  chain: Chain,
  isKeyword: boolean,
  context: ReadContext,
  key?: Range,
): ItemValue[] | undefined {
  const values: ItemValue[] = [];
  for (const node of nodes) {
    const value = readValue(node, chain, isKeyword, context, key);
    if (value !== undefined) values.push(value);
  }
  return values.length < nodes.length ? undefined : values;
}

/** With modifiers that mean nothing, only the shape of the values can be judged. */
function checkShapes(node: YamlNode, context: ReadContext): undefined {
  const target = deref(node);
  for (const item of target?.kind === 'sequence' ? target.items : [node]) scalarOf(item, context);
}

function scalarOf(node: YamlNode, context: ReadContext): YamlScalar | undefined {
  const target = deref(node);
  if (target === undefined || target.kind === 'scalar') return target;
  const message =
    target.kind === 'mapping'
      ? 'A field cannot hold a mapping. Write a nested field with dots: `outer.inner: value`.'
      : 'A list of values cannot hold another list. Write all values in one list.';
  return refuse(context, 'detection-shape', message, node.range);
}

function readValue(
  node: YamlNode,
  chain: Chain,
  isKeyword: boolean,
  context: ReadContext,
  key: Range | undefined,
): ItemValue | undefined {
  const scalar = scalarOf(node, context);
  if (scalar === undefined) return undefined;
  if (scalar.value === null) return fromNull(chain, isKeyword, node.range, key, context);
  const fault = typeFault(scalar, chain, node.range);
  if (fault !== undefined) {
    context.problems.push(fault);
    return undefined;
  }
  if (context.variants > maximumRuleVariants) return undefined;
  const applied = apply(scalar, chain, isKeyword);
  if (isRefusal(applied)) {
    const { code, message, part } = applied;
    const isWritten = part !== undefined && node === scalar && typeof scalar.value === 'string';
    return refuse(context, code, message, isWritten ? placeIn(context.document, scalar, part) : node.range);
  }
  if (applied.length > 1) {
    context.variants += applied.length;
    if (context.variants > maximumRuleVariants) {
      const message = 'Modifiers make too many forms of this rule’s values. Use fewer values here.';
      return refuse(context, 'too-many-variants', message, node.range);
    }
  }
  return { range: node.range, source: scalar.text, alternatives: applied };
}

/** Where a part of a scalar's text stands. */
function placeIn(document: string, scalar: YamlScalar, { start, end }: Range): Range {
  const offset = contentOffsets(document, scalar);
  return { start: offset(start), end: offset(end) };
}

function apply(scalar: YamlScalar, chain: Chain, isKeyword: boolean): Applied {
  const { value } = scalar;
  if (typeof value === 'string') return applyToText(value, chain, isKeyword);
  if (typeof value === 'boolean' && !isKeyword) return [{ kind: chain.exists ? 'exists' : 'boolean', value }];
  if (!isNumber(value)) return applyToText(scalar.text, chain, isKeyword);
  return isKeyword ? applyToText(String(value), chain, true) : applyToNumber(value, chain);
}

function fromNull(
  chain: Chain,
  isKeyword: boolean,
  range: Range,
  key: Range | undefined,
  context: ReadContext,
): ItemValue | undefined {
  const place = visible(range, key);
  if (isKeyword) {
    return refuse(context, 'detection-shape', 'Null is the value of a field, not a keyword. Write a text.', place);
  }
  const [typed] = chain.takes;
  if (typed === undefined) {
    return { range, source: context.document.slice(range.start, range.end), alternatives: [{ kind: 'null' }] };
  }
  return refuse(context, 'modifier-value-type', `\`${typed.name}\` needs a value. Add one after the colon.`, place);
}

/** What to mark for a value that is left out: its key, or else the dash before it. */
export function visible(range: Range, key: Range | undefined): Range {
  if (range.start < range.end) return range;
  return key ?? { start: Math.max(0, range.start - 1), end: range.end };
}

function refuse(context: ReadContext, code: string, message: string, range: Range): undefined {
  context.problems.push({ code, severity: 'error', message, range });
  return undefined;
}
