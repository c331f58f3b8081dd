import type { Encoding } from './encode.ts';
import type { Comparison, TimePart } from './expression.ts';
import type { ValueKind } from './modifiers/modifier.ts';
import { modifiers } from './modifiers.ts';
import type { Position } from './value.ts';

/** A legal chain of modifiers, worked out once for all values of a line. */
export interface Chain {
  readonly names: readonly string[];
  readonly kind: 'strings' | 'regex' | 'network' | 'fieldref';
  /** What kind of value each modifier reads that does not read all of them, in order. */
  readonly takes: readonly { readonly name: string; readonly kind: Exclude<ValueKind, 'any'> }[];
  readonly all: boolean;
  readonly negated: boolean;
  readonly cased: boolean;
  readonly expand: boolean;
  readonly exists: boolean;
  readonly position: Position | undefined;
  readonly timePart: TimePart | undefined;
  readonly comparison: Comparison | undefined;
  readonly flags: { readonly i: boolean; readonly m: boolean; readonly s: boolean };
  /** What is done to strings, in order. */
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: 'place'; readonly position: Position }
  | { readonly kind: 'windash' }
  | { readonly kind: 'encoding'; readonly encoding: Encoding }
  | { readonly kind: 'base64' | 'base64offset' };

/** Works out what a chain does. Modifiers that do not exist are left out. */
export function readChain(names: readonly string[]): Chain {
  if (names.length === 0) return none;
  const has = (name: string, other = name) => names.includes(name) || names.includes(other);
  return {
    names,
    kind: has('re') ? 'regex' : has('cidr') ? 'network' : has('fieldref') ? 'fieldref' : 'strings',
    takes: names.flatMap((name) => {
      const kind = modifiers.get(name)?.takes ?? 'any';
      return kind === 'any' ? [] : [{ name, kind }];
    }),
    all: has('all'),
    negated: has('neq'),
    cased: has('cased'),
    expand: has('expand'),
    exists: has('exists'),
    position: names.find(isPosition),
    timePart: names.find(isTimePart),
    comparison: names.find(isComparison),
    flags: { i: has('i', 'ignorecase'), m: has('m', 'multiline'), s: has('s', 'dotall') },
    steps: names.flatMap(step),
  };
}

function step(name: string): Step[] {
  if (isPosition(name)) return [{ kind: 'place', position: name }];
  switch (name) {
    case 'windash':
    case 'base64':
    case 'base64offset':
      return [{ kind: name }];
    case 'wide':
    case 'utf16le':
      return [{ kind: 'encoding', encoding: 'utf16le' }];
    case 'utf16be':
    case 'utf16':
      return [{ kind: 'encoding', encoding: name }];
    default:
      return [];
  }
}

const none: Chain = {
  names: [],
  kind: 'strings',
  takes: [],
  all: false,
  negated: false,
  cased: false,
  expand: false,
  exists: false,
  position: undefined,
  timePart: undefined,
  comparison: undefined,
  flags: { i: false, m: false, s: false },
  steps: [],
};

function isPosition(name: string): name is Position {
  return name === 'contains' || name === 'startswith' || name === 'endswith';
}

function isTimePart(name: string): name is TimePart {
  return ['minute', 'hour', 'day', 'week', 'month', 'year'].includes(name);
}

function isComparison(name: string): name is Comparison {
  return name === 'lt' || name === 'lte' || name === 'gt' || name === 'gte';
}
