import type { Range } from '../range.ts';
import type { Item, ItemValue } from '../sigma/expression.ts';
import { shorten } from './display.ts';
import type { Explanation, FieldContent, ItemExplanation } from './explain.ts';

export interface Reason {
  /** One sentence without a full stop: what the rule asks for, and what the event has instead. */
  readonly text: string;
  /** The item or the word of the condition that decided. */
  readonly range: Range;
}

/**
 * Why an event does not match, from the deepest nodes that decided. Undefined when it does match. Of alternatives that
 * all fail, the one that came nearest is told.
 */
export function whyNot(explanation: Explanation): Reason | undefined {
  if (explanation.matched) return undefined;
  const reasons = failures(explanation);
  const [first] = reasons;
  if (first === undefined) return { text: 'no alternative is left', range: explanation.expression.range };
  const shown = reasons.slice(0, mostShown).map(({ text }) => text);
  const rest = reasons.length - shown.length;
  return { text: `${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`, range: first.range };
}

const mostShown = 3;

function failures(explanation: Explanation): Reason[] {
  switch (explanation.kind) {
    case 'and':
      return explanation.operands.filter(({ matched }) => !matched).flatMap(failures);
    case 'or':
      return nearest(explanation.operands, explanation.expression.range);
    case 'not':
      return excluded(explanation.operand);
    case 'selection':
      return failures(explanation.operand);
    case 'item':
      return [{ text: failedItem(explanation), range: explanation.expression.range }];
  }
}

function nearest(operands: readonly Explanation[], range: Range): Reason[] {
  if (operands.length === 0) return [{ text: 'no selection has a name that the pattern asks for', range }];
  const candidates = operands.map(failures).sort((left, right) => left.length - right.length);
  const [best = []] = candidates;
  const last = best.at(-1);
  if (operands.length === 1 || last === undefined) return best;
  return [...best.slice(0, -1), { ...last, text: `${last.text} (nearest of ${operands.length} alternatives)` }];
}

/** What matched although it must not: the selection by its name, with the item that made it match. */
function excluded(operand: Explanation): Reason[] {
  if (operand.kind === 'not') return failures(operand.operand);
  const selection = matchedSelection(operand);
  const item = matchedItem(selection ?? operand);
  const detail = item === undefined ? '' : matchedDetail(item);
  const range = item?.expression.range ?? operand.expression.range;
  if (selection?.kind === 'selection') {
    const { name, origin } = selection.expression;
    if (origin !== undefined && 'filter' in origin)
      return [{ text: `the filter \`${origin.filter}\` takes it out${detail && `: ${detail}`}`, range }];
    const noun = name.startsWith('filter') ? 'the filter' : 'the selection';
    return [{ text: `${noun} \`${name}\` matched, which the condition excludes${detail && `: ${detail}`}`, range }];
  }
  return [{ text: `the condition excludes what matched${detail && `: ${detail}`}`, range }];
}

function matchedSelection(explanation: Explanation): Explanation | undefined {
  if (!explanation.matched || explanation.kind === 'item' || explanation.kind === 'not') return undefined;
  if (explanation.kind === 'selection') return explanation;
  return explanation.operands.map(matchedSelection).find((found) => found !== undefined);
}

function matchedItem(explanation: Explanation): ItemExplanation | undefined {
  if (!explanation.matched || explanation.kind === 'not') return undefined;
  if (explanation.kind === 'item') return explanation;
  if (explanation.kind === 'selection') return matchedItem(explanation.operand);
  return explanation.operands.map(matchedItem).find((found) => found !== undefined);
}

function matchedDetail({ expression, values, content }: ItemExplanation): string {
  const value = values.find(({ matched }) => matched)?.value;
  return `${label(expression, value === undefined ? [] : [value])}, the event has ${contentText(content)}`;
}

function failedItem({ expression: item, values, content, others }: ItemExplanation): string {
  const failed = values.filter(({ matched }) => !matched).map(({ value }) => value);
  const asked = item.negated ? values.filter(({ matched }) => matched).map(({ value }) => value) : failed;
  if (item.field === undefined) {
    return `${label(item, asked)}: ${item.negated ? 'a value of the event has it' : 'no value of the event has it'}`;
  }
  const compared = others.map(({ field, content }) => `, and ${contentText(content)} in \`${field}\``).join('');
  return `${label(item, asked)}: the event has ${contentText(content)}${compared}`;
}

function contentText(content: FieldContent): string {
  switch (content.kind) {
    case 'absent':
      return 'no such field';
    case 'null':
      return 'null';
    case 'value':
      return content.text === '' ? 'an empty text' : `\`${content.text}\``;
    case 'everything':
      return 'it in one of its values';
  }
}

/** What the event has is to stay in sight behind it. */
const longestValue = 40;

/** Such as `CommandLine|contains: ' -enc '`, with the first of several values. */
function label(item: Item, values: readonly ItemValue[]): string {
  const key = keyOf(item);
  const [first] = values;
  if (first === undefined) return key === '' ? 'the keywords' : `\`${key}\``;
  const value = written(first);
  const shown = key === '' ? `the keyword \`${value}\`` : `\`${key}: ${value}\``;
  return values.length === 1
    ? shown
    : `${shown} and ${values.length - 1} more ${values.length === 2 ? 'value' : 'values'}`;
}

/** The key of an item as the rule has it, such as `CommandLine|contains`; empty for plain keywords. */
export function keyOf({ field, modifiers }: Item): string {
  return [field ?? '', ...modifiers].join('|');
}

function written({ source, alternatives }: ItemValue): string {
  const [test] = alternatives;
  if (test?.kind === 'null') return 'null';
  const value = shorten(source, longestValue);
  return test?.kind === 'string' || test?.kind === 'regex' ? `'${value}'` : value;
}
