import { declare } from './compile/lets.ts';
import { noRow } from './expression.ts';
import { cellsPlan, type Plan } from './plan.ts';
import { type Context, notImplemented, type Scope, scalar, tabular } from './scope.ts';
import { isTabular, kindOf, listOf, partOf, type Syntax } from './syntax.ts';

/** Declares what the statements declare and compiles the last expression; undefined if there is none. */
export function runStatements(root: Syntax, context: Context): Plan | undefined {
  const scope: Scope = { context, names: { own: new Map(), outer: undefined }, start: 0 };
  let result: Syntax | undefined;
  for (const statement of listOf(root, 'Statements')) {
    if (kindOf(statement) !== 'ExpressionStatement') declare(statement, scope);
    else if (result !== undefined) throw notImplemented('A second query in the same text', statement, scope);
    else result = partOf(statement, 'Expression');
  }
  if (result === undefined) return undefined;
  if (isTabular(result) || kindOf(result) === 'PipeExpression') return tabular(result, scope);
  const value = scalar(result, scope);
  return cellsPlan([{ name: 'print_0', type: value.type }], () => [[value.evaluate(noRow)]]);
}
