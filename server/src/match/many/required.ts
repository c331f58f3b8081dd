import type { Expression, Item, ItemValue } from '../../sigma/expression.ts';
import { type Literal, literalsOf } from './literal.ts';

/** A literal in the value of a field, or in any value of the event where `field` is undefined. */
export interface FieldLiteral extends Literal {
  readonly field: string | undefined;
}

/** Of these at least one occurs in every event that matches. An empty clause: no event does. */
export type Clause = readonly FieldLiteral[];

/** What every event that an expression matches has, as far as literals tell it; no clauses where they tell nothing. */
export function requiredClauses(expression: Expression): readonly Clause[] {
  switch (expression.kind) {
    case 'and':
      return expression.operands.flatMap(requiredClauses);
    case 'or':
      return together(expression.operands.map((operand) => rarest(requiredClauses(operand))));
    case 'not':
      return [];
    case 'selection':
      return requiredClauses(expression.operand);
    case 'item':
      return itemClauses(expression);
  }
}

function itemClauses(item: Item): readonly Clause[] {
  if (item.negated) return [];
  const clauses = item.values.map((value) => valueClause(value, item.field));
  return item.quantifier === 'any' ? together(clauses) : clauses.filter((clause) => clause !== undefined);
}

function valueClause({ alternatives }: ItemValue, field: string | undefined): Clause | undefined {
  const clauses = alternatives.map((test) => literalsOf(test)?.map((literal) => ({ ...literal, field })));
  return together(clauses)[0];
}

/** One of the clauses holds: their union, unless nothing is known of one of them. */
function together(clauses: readonly (Clause | undefined)[]): readonly Clause[] {
  const union: FieldLiteral[] = [];
  for (const clause of clauses) {
    if (clause === undefined || union.length + clause.length > mostLiterals) return [];
    union.push(...clause);
  }
  return [union];
}

/** An item with more values is one search by itself, which costs less than to look its literals up for each event. */
const mostLiterals = 1000;

/** The clause that is likely to hold least often: short literals are found in most texts. */
export function rarest(
  clauses: readonly Clause[],
  weight: (literal: FieldLiteral) => number = ({ text }) => 0.5 ** Math.min(text.length, 12),
): Clause | undefined {
  let best: Clause | undefined;
  let bestWeight = Number.POSITIVE_INFINITY;
  for (const clause of clauses) {
    const sum = clause.reduce((total, literal) => total + weight(literal), 0);
    if (sum < bestWeight) {
      best = clause;
      bestWeight = sum;
    }
  }
  return best;
}
