import { MissingTable } from '../failure.ts';
import { operators } from '../operators/table.ts';
import type { Plan } from '../plan.ts';
import { lookUp, notImplemented, rangeOf, type Scope, scalar, unknownKind } from '../scope.ts';
import { isTabular, kindOf, listOf, nameOf, partOf, type Syntax } from '../syntax.ts';
import { tabularBody } from './inline.ts';

/** Compiles a tabular expression. Throws a `Failure` at what it does not know. */
export function compileTabular(node: Syntax, scope: Scope): Plan {
  const kind = kindOf(node);
  switch (kind) {
    case 'PipeExpression':
      return pipe(node, scope);
    case 'ParenthesizedExpression':
    case 'MaterializeExpression':
    case 'ToTableExpression':
    case 'DataScopeExpression':
      return compileTabular(partOf(node, 'Expression'), scope);
    case 'NameReference':
      return named(node, scope);
    case 'FunctionCallExpression':
      return called(node, scope);
    case 'PathExpression':
      return elsewhere(node, scope);
    default:
      return applied(node, undefined, scope);
  }
}

/** Operators one after the other; a loop, since a query can be long. */
function pipe(node: Syntax, scope: Scope): Plan {
  const stages: Syntax[] = [];
  let source = node;
  while (kindOf(source) === 'PipeExpression') {
    stages.push(partOf(source, 'Operator'));
    source = partOf(source, 'Expression');
  }
  let plan = compileTabular(source, scope);
  if (kindOf(source) === 'NameReference' || kindOf(source) === 'FunctionCallExpression')
    plan = counted(plan, source, scope);
  for (const stage of stages.reverse()) plan = applied(stage, plan, scope);
  return plan;
}

function applied(node: Syntax, input: Plan | undefined, scope: Scope): Plan {
  const operator = operators.get(kindOf(node));
  if (operator === undefined) throw unknownOperator(node, scope);
  return counted(operator(node, input ?? scope.piped, scope), node, scope);
}

function unknownOperator(node: Syntax, scope: Scope): Error {
  const [keyword] = [node.GetChild(0)];
  return keyword?.Text === undefined
    ? unknownKind(node, scope)
    : notImplemented(`The operator \`${keyword.Text}\``, node, scope);
}

function counted(plan: Plan, node: Syntax, scope: Scope): Plan {
  if (scope.within !== undefined) return plan;
  let told = false;
  return {
    ...plan,
    rows: () => {
      const rows = plan.rows();
      if (!told) scope.context.counted(rangeOf(node, scope), rows.length);
      told = true;
      return rows;
    },
  };
}

function named(node: Syntax, scope: Scope): Plan {
  const name = nameOf(node);
  const bound = lookUp(scope.names, name);
  if (bound?.kind === 'table') return bound.plan();
  const found = tabularBody(node, scope) ?? scope.context.table(name) ?? scope.context.tableFunction(name, []);
  if (found === undefined) throw new MissingTable(name, rangeOf(node, scope));
  return found;
}

function called(node: Syntax, scope: Scope): Plan {
  const name = nameOf(partOf(node, 'Name'));
  const body = tabularBody(node, scope);
  if (body !== undefined) return body;
  const given = listOf(partOf(node, 'ArgumentList'), 'Expressions');
  if (name === 'table' || name === 'materialized_view') {
    const [argument] = given;
    const table = argument && scope.context.table(String(scalar(argument, scope).evaluate([])));
    if (table !== undefined) return table;
    throw new MissingTable(name, rangeOf(node, scope));
  }
  const named = given.map((each) => ({
    name: kindOf(each) === 'SimpleNamedExpression' ? nameOf(partOf(each, 'Name')) : undefined,
    value: isTabular(each) ? undefined : scalar(each, scope),
  }));
  const found = scope.context.tableFunction(name, named);
  if (found === undefined && name === '_GetWatchlist') throw new MissingTable(name, rangeOf(node, scope));
  if (found === undefined) throw notImplemented(`The function \`${name}\``, node, scope);
  return found;
}

/** `workspace("…").Table` and `database("…").Table`: the samples of a table stand for it wherever it is. */
function elsewhere(node: Syntax, scope: Scope): Plan {
  const selector = partOf(node, 'Selector');
  return compileTabular(selector, scope);
}
