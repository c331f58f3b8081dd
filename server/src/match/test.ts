import type { Range } from '../range.ts';
import type { Test } from '../sigma/expression.ts';
import type { Pattern } from '../sigma/pattern.ts';
import { howToGiveValues, openPlaceholder } from '../sigma/placeholders.ts';
import { unmatchable } from '../sigma/unmatchable.ts';
import { compileNetwork } from './address.ts';
import { holdsNull, type Scalar, someScalar, textOf } from './event.ts';
import { fold } from './fold.ts';
import { compare, numberOf } from './number.ts';
import { compileRegex } from './regex.ts';
import { type TextShape, textShape } from './text.ts';
import { timePart } from './time.ts';
import type { TextPredicate } from './wildcard.ts';

/** A test that is ready to run: what it wants to see of a field decides how it is called. */
export type CompiledTest =
  /** On the folded text of a scalar; kept as a shape so that neighbours can be tried together. */
  | { readonly kind: 'folded'; readonly shape: TextShape }
  /** On the text of a scalar as it is. */
  | { readonly kind: 'text'; readonly matches: TextPredicate }
  /** On a scalar, whose type counts. */
  | { readonly kind: 'scalar'; readonly matches: (scalar: Scalar) => boolean }
  /** On the field as a whole; undefined if it is absent. */
  | { readonly kind: 'presence'; readonly matches: (value: unknown) => boolean }
  /** On the field and another field of the event. */
  | { readonly kind: 'fields'; readonly other: string; readonly matches: (value: unknown, other: unknown) => boolean };

/** Throws `UnmatchableRuleError` at `range` for a placeholder without a value, a network or a regular expression that is none. */
export function compileTest(test: Test, range: Range): CompiledTest {
  const open = openPlaceholder(test);
  if (open !== undefined) {
    const message = `The placeholder \`%${open}%\` has no value. ${howToGiveValues}`;
    throw unmatchable('unresolved-placeholder', message, range);
  }
  switch (test.kind) {
    case 'string':
      return compileString(test.pattern, test.cased);
    case 'number':
      return { kind: 'scalar', matches: equalsNumber(test.value) };
    case 'boolean':
      return { kind: 'scalar', matches: equalsBoolean(test.value) };
    case 'null':
      return { kind: 'presence', matches: (value) => value === undefined || holdsNull(value) };
    case 'exists':
      return { kind: 'presence', matches: (value) => (value !== undefined) === test.value };
    case 'regex': {
      const regex = compileRegex(test.source, test.flags);
      if ('test' in regex) return { kind: 'text', matches: regex.test };
      throw unmatchable('regex-not-re2', `RE2 cannot run this regular expression: ${regex.message}.`, range);
    }
    case 'cidr': {
      const holds = compileNetwork(test.version, test.address, test.prefix);
      if (holds === undefined) {
        throw unmatchable('cidr-malformed', `\`${test.address}/${test.prefix}\` is not an IP network.`, range);
      }
      return { kind: 'scalar', matches: (scalar) => typeof scalar === 'string' && holds(scalar) };
    }
    case 'compare': {
      const { operator, value: bound } = test;
      return {
        kind: 'scalar',
        matches: (scalar) => {
          const value = numberOf(scalar);
          return value !== undefined && compare(value, operator, bound);
        },
      };
    }
    case 'time': {
      const { part, operator, value: bound } = test;
      return {
        kind: 'scalar',
        matches: (scalar) => {
          const value = typeof scalar === 'string' ? timePart(scalar, part) : undefined;
          return value !== undefined && compare(value, operator, bound);
        },
      };
    }
    case 'fieldref': {
      const equal = pairPredicate[test.match];
      const form = test.cased ? (text: string) => text : fold;
      return {
        kind: 'fields',
        other: test.field,
        matches: (value, other) =>
          someScalar(value, (left) => someScalar(other, (right) => equal(form(textOf(left)), form(textOf(right))))),
      };
    }
  }
}

const pairPredicate = {
  equals: (left: string, right: string) => left === right,
  startswith: (left: string, right: string) => left.startsWith(right),
  endswith: (left: string, right: string) => left.endsWith(right),
  contains: (left: string, right: string) => left.includes(right),
};

function compileString(pattern: Pattern, cased: boolean): CompiledTest {
  const shape = textShape(pattern, cased);
  return cased ? { kind: 'text', matches: shapePredicate(shape) } : { kind: 'folded', shape };
}

export function shapePredicate(shape: TextShape): TextPredicate {
  switch (shape.kind) {
    case 'anything':
      return () => true;
    case 'wildcards':
      return shape.matches;
    case 'equals':
      return (text) => text === shape.text;
    case 'startswith':
      return (text) => text.startsWith(shape.text);
    case 'endswith':
      return (text) => text.endsWith(shape.text);
    case 'contains':
      return (text) => text.includes(shape.text);
  }
}

/** A number in the rule matches the same number written as text, in its usual form: `1000` is neither `1e3` nor `1000.0`. */
function equalsNumber(wanted: number | bigint): (scalar: Scalar) => boolean {
  const text = String(wanted);
  return (scalar) => {
    if (typeof scalar === 'string') return scalar === text;
    return typeof scalar !== 'boolean' && compare(scalar, 'eq', wanted);
  };
}

function equalsBoolean(wanted: boolean): (scalar: Scalar) => boolean {
  const text = String(wanted);
  return (scalar) => scalar === wanted || (typeof scalar === 'string' && fold(scalar) === text);
}
