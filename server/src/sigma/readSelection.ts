import type { Range } from '../range.ts';
import { deref, entriesOf } from '../yaml/navigate.ts';
import type { YamlMapping, YamlNode, YamlSequence } from '../yaml/tree.ts';
import type { Expression } from './expression.ts';
import { type ReadContext, readItem, readKeywords, visible } from './readItem.ts';

/**
 * Reads the content of a search identifier (specification, "Lists" and "Maps"): a mapping is AND, a list of mappings OR,
 * a list of texts keywords of which one is enough. Undefined when any part of it has no meaning; all parts are read, so
 * that one problem does not hide another. `name` is marked where the content is left out.
 */
export function readSelection(node: YamlNode, context: ReadContext, name?: Range): Expression | undefined {
  const content = deref(node);
  switch (content?.kind) {
    case 'mapping':
      return readMapping(content, node, context, name);
    case 'sequence':
      return readSequence(content, node, context, name);
    case 'scalar':
      if (content.value === null) return empty(node, context, name);
      return readKeywords([node], node.range, context);
    case undefined:
      return undefined;
  }
}

function readMapping(mapping: YamlMapping, node: YamlNode, context: ReadContext, name?: Range): Expression | undefined {
  const entries = entriesOf(mapping);
  if (entries.length === 0) return empty(node, context, name);
  const operands: Expression[] = [];
  for (const entry of entries) {
    const item = readItem(entry, context);
    if (item !== undefined) operands.push(item);
  }
  if (operands.length < entries.length) return undefined;
  return operands.length === 1 ? operands[0] : { kind: 'and', operands, range: node.range };
}

function readSequence(
  sequence: YamlSequence,
  node: YamlNode,
  context: ReadContext,
  name?: Range,
): Expression | undefined {
  const { items } = sequence;
  if (items.length === 0) return empty(node, context, name);
  const keywords = items.filter((item) => deref(item)?.kind === 'scalar');
  if (keywords.length === items.length) return readKeywords(items, node.range, context);
  const operands: Expression[] = [];
  let complete = true;
  for (const item of items) {
    const content = deref(item);
    if (content === undefined) complete = false;
    const operand =
      content?.kind === 'scalar' ? readKeywords([item], item.range, context) : readSelection(item, context);
    if (operand === undefined) complete = false;
    else operands.push(operand);
  }
  if (!complete) return undefined;
  return operands.length === 1 ? operands[0] : { kind: 'or', operands, range: node.range };
}

function empty(node: YamlNode, context: ReadContext, name: Range | undefined): undefined {
  context.problems.push({
    code: 'empty-selection',
    severity: 'error',
    message: "This selects nothing yet. Add a line such as `Image|endswith: '\\cmd.exe'`.",
    range: visible(node.range, name),
  });
  return undefined;
}
