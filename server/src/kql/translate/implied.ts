import type { Range } from '../../range.ts';
import type { Expression, Item } from '../../sigma/expression.ts';
import { plainText } from './patterns.ts';
import { numberIn } from './text.ts';

export interface ImpliedNumber {
  readonly value: bigint;
  readonly range: Range;
}

/** The numbers of which the field must be one for the expression to be true; undefined if it may be anything. */
export function impliedNumbers(expression: Expression, field: string): readonly ImpliedNumber[] | undefined {
  switch (expression.kind) {
    case 'item':
      return expression.field === field ? numbersOf(expression) : undefined;
    case 'selection':
      return impliedNumbers(expression.operand, field);
    case 'and': {
      const sets = expression.operands
        .map((operand) => impliedNumbers(operand, field))
        .filter((set) => set !== undefined);
      return sets.length === 0 ? undefined : sets.reduce((least, set) => (set.length < least.length ? set : least));
    }
    case 'or': {
      const sets = expression.operands.map((operand) => impliedNumbers(operand, field));
      return sets.some((set) => set === undefined) ? undefined : sets.flatMap((set) => set ?? []);
    }
    case 'not':
      return undefined;
  }
}

function numbersOf({ negated, quantifier, values }: Item): readonly ImpliedNumber[] | undefined {
  if (negated || (quantifier === 'all' && values.length > 1)) return undefined;
  const numbers = values.flatMap(({ alternatives, range }) =>
    alternatives.map((test) => {
      const value =
        test.kind === 'number'
          ? integerOf(test.value)
          : test.kind === 'string'
            ? numberIn(plainText(test.pattern) ?? '')
            : undefined;
      return value === undefined ? undefined : { value, range };
    }),
  );
  const known = numbers.filter((number) => number !== undefined);
  return known.length === numbers.length ? known : undefined;
}

function integerOf(value: number | bigint): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return Number.isInteger(value) ? BigInt(value) : undefined;
}
