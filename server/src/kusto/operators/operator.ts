import type { Plan } from '../plan.ts';
import { refused, type Scope } from '../scope.ts';
import type { Syntax } from '../syntax.ts';

/** Compiles a tabular operator; `input` is what is piped into it, if anything is. */
export type Operator = (node: Syntax, input: Plan | undefined, scope: Scope) => Plan;

/** An operator that needs rows piped into it. */
export function piped(compile: (node: Syntax, input: Plan, scope: Scope) => Plan): Operator {
  return (node, input, scope) => {
    if (input === undefined) throw refused('Rows have to be piped into this operator.', node, scope);
    return compile(node, input, scope);
  };
}
