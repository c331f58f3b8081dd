import { BlockList, isIPv4, isIPv6 } from 'node:net';
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
  const content = item.field === undefined ? allOf(event) : contentOf(event, item.field);
  if (test.kind === 'null') return content === undefined || elements(content).includes(null);
  if (test.kind === 'exists') return (content !== undefined) === test.value;
  const scalars = elements(content).filter((value) => value !== null && typeof value !== 'object');
  if (test.kind === 'fieldref') {
    const others = elements(contentOf(event, test.field)).filter(
      (value) => value !== null && typeof value !== 'object',
    );
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
      return compares(Number(value), test.operator, Number(test.value));
    }
    case 'regex': {
      const { i, m, s } = test.flags;
      return new RegExp(test.source, `u${i ? 'i' : ''}${m ? 'm' : ''}${s ? 's' : ''}`).test(String(value));
    }
    case 'cidr': {
      const network = new BlockList();
      network.addSubnet(test.address, test.prefix, test.version === 4 ? 'ipv4' : 'ipv6');
      if (typeof value !== 'string') return false;
      return test.version === 4 ? isIPv4(value) && network.check(value) : isIPv6(value) && network.check(value, 'ipv6');
    }
    case 'time': {
      const part = typeof value === 'string' ? partOf(value, test.part) : undefined;
      return part !== undefined && compares(part, test.operator, test.value);
    }
    default:
      throw new Error(`The interpreter does not know ${test.kind}.`);
  }
}

function compares(left: number, operator: 'lt' | 'lte' | 'gt' | 'gte' | 'eq', right: number): boolean {
  const answers = { lt: left < right, lte: left <= right, gt: left > right, gte: left >= right, eq: left === right };
  return answers[operator];
}

/** Of a date with or without a time of day; the zone does not count. */
function partOf(text: string, part: Extract<Test, { kind: 'time' }>['part']): number | undefined {
  const [date = '', time] = text.split(/[T ]/);
  const day = new Date(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date)) {
    return undefined;
  }
  if (part === 'hour' || part === 'minute') {
    return time === undefined ? undefined : Number(time.split(':')[part === 'hour' ? 0 : 1]);
  }
  if (part === 'week') return weekOf(day);
  return { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() }[part];
}

/** How many Thursdays the year has had, with the one of this day's week. */
function weekOf(day: Date): number {
  const thursday = new Date(day);
  while (thursday.getUTCDay() !== 1) thursday.setUTCDate(thursday.getUTCDate() - 1);
  thursday.setUTCDate(thursday.getUTCDate() + 3);
  const year = thursday.getUTCFullYear();
  let weeks = 0;
  for (; thursday.getUTCFullYear() === year; weeks++) thursday.setUTCDate(thursday.getUTCDate() - 7);
  return weeks;
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

/** "Source Name" is `SourceName` in an event that has no such field. */
function contentOf(event: Fields, name: string): unknown {
  const found = fieldOf(event, name);
  if (found !== undefined) return found;
  for (const [key, content] of Object.entries(event)) if (key.replaceAll(' ', '') === name) return content;
  return undefined;
}

function elements(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(elements) : value === undefined ? [] : [value];
}

function allOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(allOf) : [value];
}
