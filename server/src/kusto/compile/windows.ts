import { type Expression, noRow } from '../expression.ts';
import { once } from '../plan.ts';
import { type Cursor, refused, type Scope } from '../scope.ts';
import { type Syntax, scalarTypeOf } from '../syntax.ts';
import { keyOf } from '../values/compare.ts';
import type { ScalarType, Value } from '../values/value.ts';
import { combination } from './arithmetic.ts';
import { argumentsOf } from './conditionals.ts';

type Compile = (node: Syntax, scope: Scope) => Expression;

/** Functions of a row and its neighbours (documentation: "window functions"); rows have to be in a known order. */
export const windowFunctions: ReadonlyMap<string, Compile> = new Map([
  ['prev', (node: Syntax, scope: Scope) => neighbour(node, scope, -1)],
  ['next', (node: Syntax, scope: Scope) => neighbour(node, scope, 1)],
  ['row_number', rowNumber],
  ['row_cumsum', cumulativeSum],
  ['row_rank_dense', (node: Syntax, scope: Scope) => rank(node, scope, true)],
  ['row_rank_min', (node: Syntax, scope: Scope) => rank(node, scope, false)],
  ['row_window_session', session],
] satisfies [string, Compile][]);

function cursorOf(node: Syntax, scope: Scope): Cursor {
  if (scope.cursor === undefined || scope.input?.serialized !== true) {
    throw refused(
      'Window functions need rows in a known order: put `serialize` or `sort by` before this.',
      node,
      scope,
    );
  }
  return scope.cursor;
}

function neighbour(node: Syntax, scope: Scope, direction: 1 | -1): Expression {
  const cursor = cursorOf(node, scope);
  const [value, offset, otherwise] = argumentsOf(node, scope);
  if (value === undefined) throw refused('An argument is missing.', node, scope);
  const distance = direction * Number(offset?.evaluate(noRow) ?? 1);
  const missing = otherwise?.evaluate(noRow) ?? (value.type === 'string' ? '' : null);
  const evaluate = () => {
    const row = cursor.rows[cursor.index + distance];
    return row === undefined ? missing : value.evaluate(row);
  };
  return { type: value.type, constant: false, evaluate };
}

/** An expression that remembers something from row to row, and forgets it when another run begins. */
function remembering<T>(cursor: Cursor, start: () => T): { current: T } {
  const memory = { current: start() };
  cursor.resets.push(() => {
    memory.current = start();
  });
  return memory;
}

/** Counts from 1 or the first argument; the second, where it is true, begins again. */
function rowNumber(node: Syntax, scope: Scope): Expression {
  const cursor = cursorOf(node, scope);
  const [start, restart] = argumentsOf(node, scope);
  const first = once(() => Number(start?.evaluate(noRow) ?? 1));
  const memory = remembering(cursor, (): number | undefined => undefined);
  return {
    type: 'long',
    constant: false,
    evaluate: (row) => {
      memory.current = memory.current === undefined || restart?.evaluate(row) === true ? first() : memory.current + 1;
      return memory.current;
    },
  };
}

function cumulativeSum(node: Syntax, scope: Scope): Expression {
  const cursor = cursorOf(node, scope);
  const [term, restart] = argumentsOf(node, scope);
  if (term === undefined) throw refused('An argument is missing.', node, scope);
  const type = scalarTypeOf(node.ResultType) ?? term.type;
  const plus = combination('+', type, term.type, type);
  if (plus === undefined) throw refused(`Values of type ${term.type} have no sum.`, node, scope);
  const zero = zeroOf(type);
  const memory = remembering(cursor, () => zero);
  return {
    type,
    constant: false,
    evaluate: (row) => {
      if (restart?.evaluate(row) === true) memory.current = zero;
      const value = term.evaluate(row);
      if (value !== null) memory.current = plus(memory.current, value);
      return memory.current;
    },
  };
}

function zeroOf(type: ScalarType): Value {
  return type === 'timespan' ? 0n : type === 'decimal' ? { unscaled: 0n, scale: 0 } : 0;
}

/** 1 for the first value; the next rank where the value changes, which counts the rows before unless it is dense. */
function rank(node: Syntax, scope: Scope, dense: boolean): Expression {
  const cursor = cursorOf(node, scope);
  const [value, restart] = argumentsOf(node, scope);
  if (value === undefined) throw refused('An argument is missing.', node, scope);
  const memory = remembering(cursor, () => ({ key: undefined as unknown, rank: 0, rows: 0 }));
  return {
    type: 'long',
    constant: false,
    evaluate: (row) => {
      const begins = restart?.evaluate(row) === true || memory.current.rows === 0;
      const { key, rank: before, rows } = begins ? { key: undefined, rank: 0, rows: 0 } : memory.current;
      const own = keyOf(value.evaluate(row), value.type);
      const now = own === key ? before : dense ? before + 1 : rows + 1;
      memory.current = { key: own, rank: now, rows: rows + 1 };
      return now;
    },
  };
}

/** The first time of the session that the row belongs to: no longer than one span, no gap longer than the other. */
function session(node: Syntax, scope: Scope): Expression {
  const cursor = cursorOf(node, scope);
  const [time, longest, gap, restart] = argumentsOf(node, scope);
  if (time === undefined || longest === undefined || gap === undefined)
    throw refused('An argument is missing.', node, scope);
  const memory = remembering(cursor, (): { start: bigint; last: bigint } | undefined => undefined);
  const spans = once(() => [ticks(longest.evaluate(noRow)), ticks(gap.evaluate(noRow))] as const);
  return {
    type: 'datetime',
    constant: false,
    evaluate: (row) => {
      const now = time.evaluate(row);
      if (typeof now !== 'bigint') return null;
      const [maximum, pause] = spans();
      const open = restart?.evaluate(row) === true ? undefined : memory.current;
      const goes = open !== undefined && now - open.start <= maximum && now - open.last <= pause;
      memory.current = { start: goes ? open.start : now, last: now };
      return memory.current.start;
    },
  };
}

function ticks(value: Value): bigint {
  return typeof value === 'bigint' ? value : 0n;
}
