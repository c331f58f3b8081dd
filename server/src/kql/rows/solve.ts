import type { RowExpression } from './parseExpression.ts';
import { jsonOf, type RowDraft, setPath } from './row.ts';

/** Fills columns so that the expression has the value; false if it cannot have it in this row. */
export function giveValue(draft: RowDraft, expression: RowExpression, value: unknown): boolean {
  switch (expression.kind) {
    case 'literal':
      return String(expression.value) === String(value);
    case 'path':
      return setPath(draft, expression.column, expression.keys, value);
    case 'member':
      return setMember(draft, expression.of, expression.keys, value);
    case 'operator':
      return false;
    case 'call':
      return giveCall(draft, expression, value);
  }
}

type Call = Extract<RowExpression, { kind: 'call' }>;

function giveCall(draft: RowDraft, { name, operands }: Call, value: unknown): boolean {
  const [first, second, third] = operands;
  switch (name) {
    case 'tostring':
    case 'tolower':
    case 'toint':
    case 'tolong':
    case 'toreal':
    case 'todouble':
    case 'trim':
    case 'url_decode':
    case 'coalesce':
      return first !== undefined && giveValue(draft, name === 'trim' && second ? second : first, value);
    case 'iff':
    case 'iif':
      return first && second && third ? giveChoice(draft, [first, second], third, value) : false;
    case 'case': {
      const other = operands.at(-1);
      return other !== undefined && giveChoice(draft, operands.slice(0, -1), other, value);
    }
    case 'strcat':
      return giveJoined(draft, operands, String(value));
    case 'strcat_array':
      return first !== undefined && giveValue(draft, first, Array.isArray(value) ? value : [value]);
    case 'extract':
      return first?.kind === 'literal' && third
        ? giveExtracted(draft, String(first.value), third, String(value))
        : false;
    default:
      return false;
  }
}

/** `condition, result, condition, result` and what holds otherwise, by what the row says already. */
function giveChoice(draft: RowDraft, pairs: readonly RowExpression[], other: RowExpression, value: unknown): boolean {
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    const [condition, result] = pairs.slice(index, index + 2);
    if (condition === undefined || result === undefined) return false;
    if (isEmptyTest(condition)) {
      if (result.kind === 'literal' && String(result.value) === String(value)) return true;
      continue;
    }
    if (holds(draft, condition) === true) return giveValue(draft, result, value);
  }
  return giveValue(draft, other, value);
}

function isEmptyTest(expression: RowExpression): boolean {
  return expression.kind === 'call' && expression.name === 'isempty';
}

/** Parts of text in columns, with fixed text between them: each column gets as much as it can. */
function giveJoined(draft: RowDraft, parts: readonly RowExpression[], text: string): boolean {
  const [part, separator, ...rest] = parts;
  if (part === undefined) return text === '';
  if (part.kind === 'literal') {
    const fixed = String(part.value);
    return text.startsWith(fixed) && giveJoined(draft, parts.slice(1), text.slice(fixed.length));
  }
  if (separator === undefined) return giveValue(draft, part, text);
  if (separator.kind !== 'literal') return false;
  const between = String(separator.value);
  const at = rest.length > 1 ? text.indexOf(between) : text.lastIndexOf(between);
  if (at < 0) return false;
  return giveValue(draft, part, text.slice(0, at)) && giveJoined(draft, rest, text.slice(at + between.length));
}

/** Adds text to a column in which the regular expression finds the value, if it is simple enough. */
function giveExtracted(draft: RowDraft, pattern: string, source: RowExpression, value: string): boolean {
  const [, before = '', after = ''] = /^(.*?)\((?!\?).*\)(.*)$/s.exec(pattern) ?? [];
  const text = `${simplest(before)}${value}${simplest(after)}`;
  const known = textOf(draft, source);
  const all = known === undefined ? text : `${known}\n${text}`;
  if (new RegExp(pattern.replace(/^\(\?[a-z]+\)/, ''), 's').exec(all)?.[1] !== value) return false;
  if (source.kind === 'path' && source.keys.length === 0) draft.values.delete(source.column);
  return giveValue(draft, source, all);
}

/** A text that a part of a regular expression matches, where it is little more than literal. */
function simplest(pattern: string): string {
  return pattern
    .replace(/\(\?[:a-zA-Z]+\)?|[\^$]/g, '')
    .replace(/\(\?:[^()]*\)[?*]/g, '')
    .replace(/\\s[*+]?/g, ' ')
    .replace(/\[\^[^\]]*\][*?]/g, '')
    .replace(/\\(.)/g, '$1');
}

/** `parse_json(Column).key`. */
function setMember(draft: RowDraft, of: RowExpression, keys: readonly string[], value: unknown): boolean {
  if (of.kind !== 'call' || (of.name !== 'parse_json' && of.name !== 'todynamic')) return false;
  const [inner] = of.operands;
  return inner?.kind === 'path' && setPath(draft, inner.column, [...inner.keys, ...keys], value);
}

/** Fills columns so that the predicate holds, where that can be told; false if it cannot. */
export function makeHold(draft: RowDraft, predicate: RowExpression): boolean {
  if (predicate.kind === 'call') {
    const [first] = predicate.operands;
    return predicate.name === 'isnotempty' && first !== undefined ? holds(draft, predicate) === true : false;
  }
  if (predicate.kind !== 'operator') return false;
  const { operator, operands } = predicate;
  const [left, ...values] = operands;
  if (operator === 'and') return operands.map((each) => makeHold(draft, each)).every(Boolean);
  if (operator === 'or') return holds(draft, predicate) === true || (left !== undefined && makeHold(draft, left));
  if (operator.startsWith('!')) return holds(draft, predicate) !== false;
  const known = holds(draft, predicate);
  if (known !== undefined) return known;
  const [literal] = values;
  if (left === undefined || literal?.kind !== 'literal' || operator === 'matches regex') return false;
  return giveValue(draft, left, literal.value);
}

/** Whether the predicate holds in the row so far; undefined if its column is not filled yet, or nobody can tell. */
export function holds(draft: RowDraft, predicate: RowExpression): boolean | undefined {
  if (predicate.kind === 'call') {
    const [first] = predicate.operands;
    const text = first && textOf(draft, first);
    if (predicate.name === 'isempty') return text === undefined || text === '';
    return predicate.name === 'isnotempty' ? text !== undefined && text !== '' : undefined;
  }
  if (predicate.kind !== 'operator') return undefined;
  const { operator, operands } = predicate;
  if (operator === 'and' || operator === 'or') {
    const verdicts = operands.map((each) => holds(draft, each));
    if (verdicts.includes(operator === 'or')) return operator === 'or';
    return verdicts.includes(undefined) ? undefined : operator === 'and';
  }
  const [left, ...values] = operands;
  const text = left && textOf(draft, left);
  if (text === undefined) return undefined;
  const found = values.some((value) => value.kind === 'literal' && matches(operator, text, String(value.value)));
  return operator.startsWith('!') ? !found : found;
}

function matches(operator: string, text: string, value: string): boolean {
  const [first, second] = [text.toLowerCase(), value.toLowerCase()];
  switch (operator.replace(/^!/, '')) {
    case '==':
    case 'in':
      return text === value;
    case '=~':
    case 'in~':
      return first === second;
    case 'contains':
    case 'has':
    case 'has_any':
      return first.includes(second);
    case 'startswith':
      return first.startsWith(second);
    case 'endswith':
      return first.endsWith(second);
    case 'matches regex':
      return passes(text, value);
    default:
      return false;
  }
}

/** Whether the regular expression finds something, where JavaScript reads it as Kusto does. */
function passes(text: string, expression: string): boolean {
  const [, flags = '', source = ''] = /^(?:\(\?([a-z]+)\))?(.*)$/s.exec(expression) ?? [];
  return new RegExp(source, flags).test(text);
}

function textOf(draft: RowDraft, expression: RowExpression): string | undefined {
  if (expression.kind === 'call' && expression.name === 'tostring') {
    const [inner] = expression.operands;
    return inner && textOf(draft, inner);
  }
  if (expression.kind !== 'path') return undefined;
  let value = draft.values.get(expression.column);
  for (const key of expression.keys) {
    value =
      typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
  }
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? jsonOf(value) : String(value);
}
