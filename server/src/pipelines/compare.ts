import type { Relation } from './pipeline.ts';

export function compare<Value extends string | number>(left: Value, right: Value, relation: Relation): boolean {
  switch (relation) {
    case 'eq':
      return left === right;
    case 'ne':
      return left !== right;
    case 'gte':
      return left >= right;
    case 'gt':
      return left > right;
    case 'lte':
      return left <= right;
    case 'lt':
      return left < right;
  }
}
