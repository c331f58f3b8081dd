import { converted } from '../compile/comparison.ts';
import { type Plan, type Row, sameShape } from '../plan.ts';
import { eachRow, notImplemented, overRows, type Scope, scalar } from '../scope.ts';
import { listOf, optionsOf, part, partOf, type Syntax } from '../syntax.ts';
import { outputOf } from './columns.ts';
import type { Operator } from './operator.ts';
import { combined, partsOf, type UnionPart } from './union.ts';

/** `search` over the rows that are piped in, the tables that it names, or all of them. */
export const searchOperators: Readonly<Record<string, Operator>> = { SearchOperator: search };

function search(node: Syntax, input: Plan | undefined, scope: Scope): Plan {
  if (optionsOf(node).has('kind')) throw notImplemented('`search` with `kind`', node, scope);
  const clause = part(node, 'InClause');
  const parts: UnionPart[] = input === undefined ? tablesOf(clause, scope) : [{ plan: input, source: '' }];
  const found = parts.map(({ plan, source }) => ({ source, plan: matching(plan, partOf(node, 'Condition'), scope) }));
  return combined(found, outputOf(node), '$table', scope);
}

function tablesOf(clause: Syntax | undefined, scope: Scope): UnionPart[] {
  if (clause !== undefined) return listOf(clause, 'Expressions').flatMap((each) => partsOf(each, scope));
  return scope.context.tableNames.flatMap((source) => {
    const plan = scope.context.table(source);
    return plan === undefined ? [] : [{ plan, source }];
  });
}

function matching(plan: Plan, condition: Syntax, scope: Scope): Plan {
  const inner = overRows(scope, plan);
  const { evaluate } = converted(scalar(condition, inner), 'bool');
  return sameShape(plan, () => {
    const kept: Row[] = [];
    eachRow(inner, plan.rows(), (row) => {
      if (evaluate(row) === true) kept.push(row);
    });
    return kept;
  });
}
