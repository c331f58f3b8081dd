import type { Expression, Item, Test } from '../../server/src/sigma/expression.ts';
import type { Pattern } from '../../server/src/sigma/pattern.ts';

export type SampleEvent = Record<string, unknown>;

/**
 * Events around a rule: some that ought to match it, and near misses that differ in one field. What they really do is for
 * the engines to say; here it only counts that they come close.
 */
export function synthesise(expression: Expression, most = 40): SampleEvent[] {
  const events = matching(expression, true)
    .slice(0, 6)
    .map((wishes) => eventOf(wishes));
  const near = events.slice(0, 3).flatMap((event) => Object.keys(event).flatMap((field) => changed(event, field)));
  const unique = new Map([{}, ...events, ...near].map((event) => [JSON.stringify(event, withBigints), event]));
  return [...unique.values()].slice(0, most);
}

function withBigints(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

/** What is wanted of a field: texts that it has to begin with, contain, end with, or a whole value. */
interface Wish {
  readonly field: string;
  readonly value: unknown;
  readonly open: 'none' | 'start' | 'end' | 'both';
}

/** Some ways to make the expression true, or false; each a list of wishes. */
function matching(expression: Expression, truth: boolean): Wish[][] {
  switch (expression.kind) {
    case 'selection':
      return matching(expression.operand, truth);
    case 'not':
      return matching(expression.operand, !truth);
    case 'and':
    case 'or':
      return (expression.kind === 'and') === truth
        ? together(expression.operands.map((operand) => matching(operand, truth)))
        : expression.operands.flatMap((operand) => matching(operand, truth)).slice(0, 8);
    case 'item':
      return truth !== expression.negated ? itemWishes(expression) : otherwise(expression);
  }
}

/** One way of each operand; the first way of all of them, then each other way of each with the first of the rest. */
function together(ways: readonly Wish[][][]): Wish[][] {
  const first = ways.map(([way = []]) => way);
  const others = ways.flatMap((each, index) =>
    each.slice(1, 4).map((way) => first.map((chosen, position) => (position === index ? way : chosen))),
  );
  return [first, ...others.slice(0, 8)].map((chosen) => chosen.flat());
}

/** A value that the item does not ask for, where no value at all would be what it asks for. */
function otherwise({ field, values }: Item): Wish[][] {
  const asksForNone = values.some(({ alternatives }) =>
    alternatives.some(
      (test) =>
        test.kind === 'null' ||
        (test.kind === 'exists' && !test.value) ||
        (test.kind === 'string' && test.pattern.length === 0),
    ),
  );
  return field !== undefined && asksForNone ? [[{ field, value: 'other', open: 'both' }]] : [[]];
}

function itemWishes({ field = 'Message', values, quantifier }: Item): Wish[][] {
  const wishes = values.map(({ alternatives }) => alternatives.flatMap((test) => testWish(field, test)));
  if (quantifier === 'all') return [wishes.flatMap(([wish]) => (wish === undefined ? [] : [wish]))];
  return wishes
    .flat()
    .slice(0, 4)
    .map((wish) => [wish]);
}

function testWish(field: string, test: Test): Wish[] {
  const whole = (value: unknown): Wish[] => [{ field, value, open: 'none' }];
  switch (test.kind) {
    case 'string':
      return [patternWish(field, test.pattern)];
    case 'number':
      return whole(test.value);
    case 'boolean':
      return whole(String(test.value));
    case 'null':
      return [];
    case 'exists':
      return test.value ? whole('there') : [];
    case 'regex':
      return whole(textFor(test.source));
    case 'cidr':
      return whole(test.address);
    case 'compare': {
      const step = { gt: 1n, gte: 0n, lt: -1n, lte: 0n }[test.operator];
      return whole(typeof test.value === 'bigint' ? test.value + step : test.value + Number(step));
    }
    case 'time':
      return whole('2026-01-05T10:15:00Z');
    case 'fieldref':
      return [
        { field, value: 'same', open: 'none' },
        { field: test.field, value: 'same', open: 'none' },
      ];
  }
}

function patternWish(field: string, pattern: Pattern): Wish {
  const opens = pattern[0]?.kind === 'any';
  const ends = pattern.at(-1)?.kind === 'any';
  const value = pattern.map((part) => (part.kind === 'text' ? part.text : part.kind === 'one' ? 'q' : '')).join('');
  return { field, value, open: opens && ends ? 'both' : opens ? 'start' : ends ? 'end' : 'none' };
}

/** A text that a simple regular expression matches: the first of what it leaves open. */
function textFor(source: string): string {
  let text = source
    .replace(/\\[bBAzZ]|[\^$]|\(\?[a-zA-Z-]+\)/g, '')
    .replace(/\(\?(?:[:=!]|<[=!]|P?<\w+>|[a-z]+:)/g, '(');
  for (let round = 0; round < 20 && /\([^()]*\)/.test(text); round++) {
    text = text.replace(/\(([^()|]*)(?:\|[^()]*)?\)(\?|\*|\{0,\d*\})?/g, (_, first: string) => first);
  }
  return text
    .replace(/\|.*$/s, '')
    .replace(/\[\^?\\?(.)[^\]]*\]/g, (_, first: string) => (/[\\^]/.test(first) ? 'a' : first))
    .replace(/(\\?.)\{(\d+)(?:,\d*)?\}/g, (_, part: string, count: string) => part.repeat(Math.min(Number(count), 50)))
    .replace(/\\[sS]/g, ' ')
    .replace(/\\d/g, '1')
    .replace(/\\w/g, 'w')
    .replace(/\.[*?]|[*?]/g, '')
    .replace(/\.?\+/g, (part) => (part.length === 2 ? 'x' : ''))
    .replace(/\\(.)/g, '$1')
    .replace(/\./g, '.');
}

/** All wishes for a field in one value: what begins it, what is within, what ends it. */
function eventOf(wishes: readonly Wish[]): SampleEvent {
  const event: SampleEvent = {};
  for (const field of new Set(wishes.map((wish) => wish.field))) {
    const own = wishes.filter((wish) => wish.field === field);
    const whole = own.find(({ open }) => open === 'none');
    event[field] =
      whole !== undefined
        ? whole.value
        : [...textsOf(own, 'end'), ...textsOf(own, 'both'), ...textsOf(own, 'start')].join(' ');
  }
  return event;
}

function textsOf(wishes: readonly Wish[], open: Wish['open']): string[] {
  return wishes.filter((wish) => wish.open === open).map(({ value }) => String(value));
}

function changed(event: SampleEvent, field: string): SampleEvent[] {
  const { [field]: value, ...without } = event;
  const others = otherValues(value).map((other) => ({ ...event, [field]: other }));
  return [without, ...others];
}

function otherValues(value: unknown): unknown[] {
  if (typeof value === 'number') return [value + 1, String(value)];
  if (typeof value === 'bigint') return [value + 1n];
  const text = String(value);
  return [`${text}z`, `z${text}`, text.toUpperCase(), text.slice(1), ''];
}
