import { once } from '../plan.ts';
import { type Bound, notImplemented, type Scope, scalar, tabular } from '../scope.ts';
import { isTabular, kindOf, listOf, nameOf, part, partOf, type Syntax } from '../syntax.ts';

/** Adds what the statement declares to the names of the scope. Nothing is evaluated before it is used. */
export function declare(statement: Syntax, scope: Scope): void {
  switch (kindOf(statement)) {
    case 'LetStatement':
      scope.names.own.set(nameOf(partOf(statement, 'Name')), meaning(partOf(statement, 'Expression'), scope));
      return;
    case 'QueryParametersStatement':
      for (const parameter of listOf(statement, 'Parameters')) declareParameter(parameter, scope);
      return;
    case 'SetOptionStatement':
      return;
    default:
      throw notImplemented('This statement', statement, scope);
  }
}

/** An argument or a declared expression, which belongs to the scope it is written in. */
export function boundTo(node: Syntax, scope: Scope): Bound {
  return isTabular(node)
    ? { kind: 'table', plan: once(() => tabular(node, scope)) }
    : { kind: 'scalar', expression: once(() => scalar(node, scope)) };
}

function meaning(node: Syntax, scope: Scope): Bound {
  if (kindOf(node) !== 'FunctionDeclaration')
    return boundTo(node, { ...scope, names: { own: new Map(scope.names.own), outer: scope.names.outer } });
  const names = { own: new Map(scope.names.own), outer: scope.names.outer };
  const isView = part(node, 'ViewKeyword') !== undefined;
  return { kind: 'function', names, start: scope.start + partOf(node, 'Body').TextStart, isView };
}

function declareParameter(parameter: Syntax, scope: Scope): void {
  const name = nameOf(partOf(partOf(parameter, 'NameAndType'), 'Name'));
  const value = part(parameter, 'DefaultValue');
  if (value === undefined) throw notImplemented(`The query parameter \`${name}\` without a default`, parameter, scope);
  scope.names.own.set(name, boundTo(partOf(value, 'Value'), scope));
}
