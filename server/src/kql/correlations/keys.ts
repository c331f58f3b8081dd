import type { Scalar } from '../ast.ts';
import { verbatim } from '../build.ts';

/** Comparisons of a row's columns with those of a neighbour, for rows in a definite order. */

/** For each of the columns: the row has what the one `offset` rows before (or after) has. */
export function same(columns: readonly string[], neighbour: 'prev' | 'next', offset = 1): Scalar[] {
  return columns.map((name) => kql(`${name} == ${neighbour}(${name}${offset === 1 ? '' : `, ${offset}`})`));
}

/** In one of the columns the row has something else than the one before (or after) it; undefined without columns. */
export function differs(columns: readonly string[], neighbour: 'prev' | 'next'): string | undefined {
  if (columns.length === 0) return undefined;
  return columns.map((name) => `${name} != ${neighbour}(${name})`).join(' or ');
}

/** What holds together; what is undefined always holds. */
export function all(...conditions: readonly (string | undefined)[]): string {
  const held = conditions.filter((condition) => condition !== undefined);
  return held.length === 0 ? 'true' : held.join(' and ');
}

/** KQL of our own making, in which `and` and `or` are not mixed. */
export function kql(text: string): Scalar {
  return verbatim(text);
}
