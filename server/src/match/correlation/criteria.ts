import type { Criteria } from '../../sigma/correlations/condition.ts';
import { compare } from '../number.ts';

export function meets(value: number | bigint, criteria: Criteria): boolean {
  return criteria.every(({ operator: { value: operator }, value: { value: threshold } }) =>
    operator === 'neq' ? !compare(value, 'eq', threshold) : compare(value, operator, threshold),
  );
}
