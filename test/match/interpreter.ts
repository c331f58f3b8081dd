import type { Expression, Item, Test } from '../../server/src/sigma/expression.ts';
import type { Pattern } from '../../server/src/sigma/pattern.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The meaning of an expression, spelled out as literally and as slowly as possible: no caches, no shapes, wildcards by
 * trying everything. It shares nothing with the compiled matcher, which has to agree with it on every event.
 */
export function interpret(expression: Expression, event: Fields): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.operands.every((operand) => interpret(operand, event));
    case 'or':
      return expression.operands.some((operand) => interpret(operand, event));
    case 'not':
      return !interpret(expression.operand, event);
    case 'selection':
      return interpret(expression.operand, event);
    case 'item':
      return interpretItem(expression, event);
  }
}

function interpretItem(item: Item, event: Fields): boolean {
  const values = item.values.map(({ alternatives }) => alternatives.some((test) => interpretTest(test, item, event)));
  const holds = item.quantifier === 'any' ? values.includes(true) : !values.includes(false);
  return holds !== item.negated;
}

function interpretTest(test: Test, item: Item, event: Fields): boolean {
  const content = item.field === undefined ? allOf(event) : fieldOf(event, item.field);
  if (test.kind === 'null') return content === undefined || elements(content).includes(null);
  if (test.kind === 'exists') return (content !== undefined) === test.value;
  const scalars = elements(content).filter((value) => value !== null && typeof value !== 'object');
  if (test.kind === 'fieldref') {
    const others = elements(fieldOf(event, test.field)).filter((value) => value !== null && typeof value !== 'object');
    const form = (value: unknown): string => (test.cased ? String(value) : String(value).toLowerCase());
    return scalars.some((left) => others.some((right) => related(form(left), form(right), test.match)));
  }
  return scalars.some((value) => holdsFor(test, value));
}

function related(left: string, right: string, match: 'equals' | 'startswith' | 'endswith' | 'contains'): boolean {
  const at = left.indexOf(right);
  if (match === 'contains') return at >= 0;
  if (match === 'startswith') return at === 0;
  if (match === 'endswith') return left.slice(left.length - right.length) === right && left.length >= right.length;
  return left === right;
}

function holdsFor(test: Test, value: unknown): boolean {
  switch (test.kind) {
    case 'string': {
      const text = test.cased ? String(value) : String(value).toLowerCase();
      return like(test.pattern, test.cased, [...text]);
    }
    case 'number':
      return typeof value === 'boolean' ? false : String(value) === String(test.value);
    case 'boolean':
      return String(value).toLowerCase() === String(test.value);
    case 'compare': {
      if (typeof value === 'boolean' || !/^-?\d+(?:\.\d+)?$/.test(String(value))) return false;
      const difference = Number(value) - Number(test.value);
      if (test.operator === 'lt') return difference < 0;
      if (test.operator === 'lte') return difference <= 0;
      return test.operator === 'gt' ? difference > 0 : difference >= 0;
    }
    default:
      throw new Error(`The interpreter does not know ${test.kind}.`);
  }
}

function like(pattern: Pattern, cased: boolean, text: readonly string[]): boolean {
  const [part, ...rest] = pattern;
  if (part === undefined) return text.length === 0;
  if (part.kind === 'any') return text.some((_, from) => like(rest, cased, text.slice(from))) || like(rest, cased, []);
  if (part.kind === 'one') return text.length > 0 && like(rest, cased, text.slice(1));
  if (part.kind === 'placeholder') throw new Error('A placeholder is left.');
  const wanted = [...(cased ? part.text : part.text.toLowerCase())];
  return wanted.every((character, index) => text[index] === character) && like(rest, cased, text.slice(wanted.length));
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    const found = value.map((element) => fieldOf(element, name)).filter((element) => element !== undefined);
    return found.length === 0 ? undefined : found;
  }
  for (const [key, content] of Object.entries(value)) if (key === name) return content;
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    for (const [key, content] of Object.entries(value)) {
      const found = key === name.slice(0, dot) ? fieldOf(content, name.slice(dot + 1)) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function elements(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(elements) : value === undefined ? [] : [value];
}

function allOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(allOf) : [value];
}
