import { constant, type Expression } from '../expression.ts';
import { type Scope, unknownKind } from '../scope.ts';
import { kindOf, partOf, type Syntax } from '../syntax.ts';
import { arithmetic } from './arithmetic.ts';
import { call } from './call.ts';
import { comparison } from './comparison.ts';
import { literals } from './literals.ts';
import { logic } from './logic.ts';
import { membership } from './membership.ts';
import { names } from './names.ts';
import { otherTextOperators, textOperators } from './textOperators.ts';
import { toScalar } from './toScalar.ts';

/** Compiles a scalar expression. Throws a `Failure` at what it does not know. */
export function compileScalar(node: Syntax, scope: Scope): Expression {
  const compile = kinds.get(kindOf(node));
  if (compile === undefined) throw unknownKind(node, scope);
  return compile(node, scope);
}

/** `search *`: every row. */
function everything(): Expression {
  return constant('bool', true);
}

const inner = (name: string) => (node: Syntax, scope: Scope) => compileScalar(partOf(node, name), scope);

const kinds: ReadonlyMap<string, (node: Syntax, scope: Scope) => Expression> = new Map(
  Object.entries({
    ...literals,
    ...names,
    ...logic,
    ...arithmetic,
    ...comparison,
    ...textOperators,
    ...otherTextOperators,
    ...membership,
    FunctionCallExpression: call,
    StarExpression: everything,
    ToScalarExpression: toScalar,
    ParenthesizedExpression: inner('Expression'),
    SimpleNamedExpression: inner('Expression'),
    OrderedExpression: inner('Expression'),
  }),
);
