import { fieldName } from '../../sigma/correlations/fieldName.ts';
import type { Leaf } from '../../sigma/correlations/plan.ts';
import type { CorrelationRule } from '../../sigma/rule.ts';
import { type Event, type Scalar, someScalar, textOf } from '../event.ts';
import { type FieldPath, fieldPath, lookUp } from '../field.ts';
import { numberOf } from '../number.ts';

/** Where a field of a correlation is in the events of a leaf. */
export function fieldAt(name: string, rule: CorrelationRule, leaf: Leaf): FieldPath {
  return fieldPath(fieldName(name, rule, leaf));
}

/**
 * The combinations of values that an event has in some fields, as texts: one for an ordinary event, none if a field is
 * absent or null, several where a field is a list, whose every element counts. At most ten thousand.
 */
export function combinationsOf(event: Event, fields: readonly FieldPath[]): string[][] {
  let combinations: string[][] = [[]];
  for (const field of fields) {
    const values = [...new Set(scalarsAt(event, field).map(textOf))];
    const next: string[][] = [];
    for (const combination of combinations) {
      for (const value of values) if (next.length < mostCombinations) next.push([...combination, value]);
    }
    combinations = next;
  }
  return combinations;
}

const mostCombinations = 10_000;

/** The numbers that an event has in a field: numbers, and texts that are one. What is none, is not there or is null does not count. */
export function numbersAt(event: Event, field: FieldPath): (number | bigint)[] {
  return scalarsAt(event, field).flatMap((scalar) => {
    const number = numberOf(scalar);
    return number === undefined || (typeof number === 'number' && !Number.isFinite(number)) ? [] : [number];
  });
}

function scalarsAt(event: Event, field: FieldPath): Scalar[] {
  const found: Scalar[] = [];
  someScalar(lookUp(event, field), (scalar) => {
    found.push(scalar);
    return false;
  });
  return found;
}
