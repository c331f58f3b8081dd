import type { Expression } from '../expression.ts';
import { once, type Plan } from '../plan.ts';
import {
  type Bound,
  lookUp,
  type Names,
  nested,
  notImplemented,
  rangeOf,
  type Scope,
  scalar,
  tabular,
} from '../scope.ts';
import {
  kindOf,
  listOf,
  nameOf,
  part,
  partOf,
  type ServiceList,
  type Signature,
  type Syntax,
  scalarTypeOf,
  type TypeSymbol,
} from '../syntax.ts';
import { converted } from './comparison.ts';
import { boundTo, declare } from './lets.ts';

/** The value of a call of a function with a body in KQL, compiled in the place of the call; undefined for other calls. */
export function scalarBody(node: Syntax, scope: Scope): Expression | undefined {
  const entered = enter(node, scope);
  if (entered === undefined) return undefined;
  return scalar(entered.expression, entered.scope);
}

/** The same for a function that answers a table; `piped` is what stands before `invoke`. */
export function tabularBody(node: Syntax, scope: Scope, piped?: Plan): Plan | undefined {
  const entered = enter(node, scope, piped);
  if (entered === undefined) return undefined;
  return tabular(entered.expression, entered.scope);
}

interface Entered {
  readonly expression: Syntax;
  readonly scope: Scope;
}

function enter(node: Syntax, scope: Scope, piped?: Plan): Entered | undefined {
  const body = node.GetCalledFunctionBody?.() ?? undefined;
  if (body === undefined) return undefined;
  const name = kindOf(node) === 'FunctionCallExpression' ? nameOf(partOf(node, 'Name')) : nameOf(node);
  const bound = lookUp(scope.names, name);
  const declared = bound?.kind === 'function' ? bound : undefined;
  const names = nested(declared?.names ?? rootOf(scope.names));
  const signature = signatureOf(node);
  const given = kindOf(node) === 'FunctionCallExpression' ? listOf(partOf(node, 'ArgumentList'), 'Expressions') : [];
  for (const [parameter, argument] of argumentsOf(signature, given, piped !== undefined, node, scope)) {
    names.own.set(parameter, argument);
  }
  const [first] = parameterNames(signature);
  if (piped !== undefined && first !== undefined) names.own.set(first, { kind: 'table', plan: () => piped });
  const { context } = scope;
  const inner: Scope =
    declared === undefined
      ? { context, names, start: 0, within: rangeOf(node, scope) }
      : { context, names, start: declared.start - body.TextStart, ...(scope.within && { within: scope.within }) };
  for (const statement of listOf(body, 'Statements')) declare(statement, inner);
  const expression = part(body, 'Expression');
  if (expression === undefined) throw notImplemented(`\`${name}\`, which has an empty body,`, node, scope);
  return { expression, scope: inner };
}

function rootOf(names: Names): Names {
  let root = names;
  while (root.outer !== undefined) root = root.outer;
  return root;
}

function signatureOf(node: Syntax): Signature | undefined {
  const symbol = node.ReferencedSymbol;
  return node.ReferencedSignature ?? symbol?.Signatures?.getItem(0);
}

function parameterNames(signature: Signature | undefined): string[] {
  const list = signature?.Parameters;
  return list === undefined ? [] : Array.from({ length: list.Count }, (_, index) => list.getItem(index).Name);
}

/** What each parameter stands for: the argument in the caller's scope, or else its default. */
function argumentsOf(
  signature: Signature | undefined,
  given: readonly Syntax[],
  piped: boolean,
  node: Syntax,
  scope: Scope,
): [string, Bound][] {
  const list = signature?.Parameters;
  if (list === undefined) return [];
  const named = new Map(
    given.filter(isNamed).map((each) => [nameOf(partOf(each, 'Name')), partOf(each, 'Expression')]),
  );
  const unnamed = given.filter((each) => !isNamed(each));
  return Array.from({ length: list.Count }, (_, index) => list.getItem(index)).flatMap(
    ({ Name, DefaultValue, DeclaredTypes }, index) => {
      if (piped && index === 0) return [];
      const argument = named.get(Name) ?? unnamed[piped ? index - 1 : index] ?? DefaultValue ?? undefined;
      if (argument === undefined) throw notImplemented(`The call without \`${Name}\``, node, scope);
      return [[Name, typed(boundTo(argument, scope), DeclaredTypes)] as [string, Bound]];
    },
  );
}

function isNamed(node: Syntax): boolean {
  return kindOf(node) === 'SimpleNamedExpression';
}

/** A scalar argument arrives in the type of its parameter. */
function typed(bound: Bound, types: ServiceList<TypeSymbol> | undefined): Bound {
  const type = types?.Count === 1 ? scalarTypeOf(types.getItem(0)) : undefined;
  if (bound.kind !== 'scalar' || type === undefined) return bound;
  return { kind: 'scalar', expression: once(() => converted(bound.expression(), type)) };
}
