import { converted } from '../compile/comparison.ts';
import { type Plan, type Row, sameShape } from '../plan.ts';
import { eachRow, notImplemented, overRows, type Scope, scalar } from '../scope.ts';
import { kindOf, listOf, nameOf, optionsOf, part, partOf, type Syntax, textOf } from '../syntax.ts';
import { outputOf } from './columns.ts';
import type { Operator } from './operator.ts';
import { combined, needViews, partsOf, type UnionPart } from './union.ts';

/** `search` over the rows that are piped in, the tables that it names, or all of them. */
export const searchOperators: Readonly<Record<string, Operator>> = { SearchOperator: search };

function search(node: Syntax, input: Plan | undefined, scope: Scope): Plan {
  const clause = part(node, 'InClause');
  const parts: UnionPart[] =
    input === undefined ? tablesOf(clause, scope) : [{ plan: input, source: sourceName(node) }];
  const inner = { ...scope, caseSensitive: isCaseSensitive(node, scope) };
  const found = parts.map(({ plan, source }) => ({ source, plan: matching(plan, partOf(node, 'Condition'), inner) }));
  return combined(found, outputOf(node), '$table', scope);
}

function isCaseSensitive(node: Syntax, scope: Scope): boolean {
  const kind = optionsOf(node).get('kind');
  const sensitivity = kind === undefined ? 'default' : textOf(kind).trim();
  if (sensitivity === 'case_sensitive') return true;
  if (sensitivity === 'default' || sensitivity === 'case_insensitive') return false;
  throw notImplemented(`\`search\` with \`kind=${sensitivity}\``, node, scope);
}

/** What `$table` shows for rows that are piped in: the table that stands right before. */
function sourceName(node: Syntax): string {
  const pipe = node.Parent;
  const source = pipe !== null && kindOf(pipe) === 'PipeExpression' ? partOf(pipe, 'Expression') : undefined;
  return source !== undefined && kindOf(source) === 'NameReference' ? nameOf(source) : '';
}

function tablesOf(clause: Syntax | undefined, scope: Scope): UnionPart[] {
  if (clause !== undefined) {
    const operands = listOf(clause, 'Expressions');
    needViews(operands, scope);
    return operands.flatMap((each) => partsOf(each, scope));
  }
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
