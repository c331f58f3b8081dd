import type { Range } from '../range.ts';
import type { Budget } from './budget.ts';
import type { Expression } from './expression.ts';
import { Failure } from './failure.ts';
import type { Plan, Row } from './plan.ts';
import { kindOf, type Syntax } from './syntax.ts';

/** What a run has in common. */
export interface Context {
  readonly compiler: Compiler;
  /** Ticks: the clock of the samples. */
  readonly now: () => bigint;
  readonly budget: Budget;
  /** The rows of a table, by name; undefined if there is none of that name. */
  readonly table: (name: string) => Plan | undefined;
  /** The names of all tables, for wildcards. */
  readonly tableNames: readonly string[];
  /** What a function of the workspace answers: an ASIM parser, a watchlist; undefined if it is none. */
  readonly tableFunction: (name: string, given: readonly Given[]) => Plan | undefined;
  /** Called when an operator of the query itself has its rows. */
  readonly counted: (range: Range, rows: number) => void;
}

/** An argument of a function that answers a table; without a value if it is a table itself. */
export interface Given {
  readonly name: string | undefined;
  readonly value: Expression | undefined;
}

/** Both ways to read a node, handed down so that the families of expressions and operators need not import each other. */
export interface Compiler {
  readonly scalar: (node: Syntax, scope: Scope) => Expression;
  readonly tabular: (node: Syntax, scope: Scope) => Plan;
}

export function scalar(node: Syntax, scope: Scope): Expression {
  return scope.context.compiler.scalar(node, scope);
}

/** A tabular expression with a source of its own. */
export function tabular(node: Syntax, scope: Scope): Plan {
  return scope.context.compiler.tabular(node, detached(scope));
}

/** A tabular expression that begins with an operator, which gets these rows. */
export function subquery(node: Syntax, scope: Scope, piped: Plan): Plan {
  return scope.context.compiler.tabular(node, { ...detached(scope), piped });
}

function detached({ context, names, start, within }: Scope): Scope {
  return { context, names, start, ...(within && { within }) };
}

/** What a name can mean besides a column. */
export type Bound =
  | { readonly kind: 'scalar'; readonly expression: () => Expression }
  | { readonly kind: 'table'; readonly plan: () => Plan }
  /** A view is among the tables that a wildcard stands for. */
  | { readonly kind: 'function'; readonly names: Names; readonly start: number; readonly isView: boolean };

export interface Names {
  readonly own: Map<string, Bound>;
  readonly outer: Names | undefined;
}

/** What the nodes of an expression or a pipeline can refer to. */
export interface Scope {
  readonly context: Context;
  readonly names: Names;
  /** The rows that columns are read from. */
  readonly input?: Plan;
  /** Rows beside the one at hand, by the name before the dot: `$left` and `$right` of a join, the steps of a `scan`. */
  readonly sides?: ReadonlyMap<string, Plan>;
  /** Where the row is among its rows, for `prev`, `next` and their like. */
  readonly cursor?: Cursor;
  /** What the positions of nodes are counted from: not 0 inside the body of a function. */
  readonly start: number;
  /** Inside a function: the call, which stands for all of its body where that has no place in the query. */
  readonly within?: Range;
  /** The rows for an operator that begins a subquery. */
  readonly piped?: Plan;
  /** Inside of a `search` that tells cases apart. */
  readonly caseSensitive?: boolean;
  /** Takes an aggregate out of the expression around it; undefined where none is allowed. */
  readonly aggregate?: (node: Syntax) => Expression | undefined;
}

export interface Cursor {
  rows: readonly Row[];
  index: number;
  /** Called when another run over rows begins; expressions with a memory forget it. */
  readonly resets: (() => void)[];
}

export function lookUp(names: Names, name: string): Bound | undefined {
  for (let scope: Names | undefined = names; scope !== undefined; scope = scope.outer) {
    const found = scope.own.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The names of the views that can be seen from here. */
export function viewNames(names: Names): string[] {
  const outer = names.outer === undefined ? [] : viewNames(names.outer);
  const own = [...names.own].flatMap(([name, bound]) => (bound.kind === 'function' && bound.isView ? [name] : []));
  return [...new Set([...outer, ...own])];
}

export function nested(names: Names): Names {
  return { own: new Map(), outer: names };
}

export function rangeOf(node: Syntax, scope: Scope): Range {
  return scope.within ?? { start: scope.start + node.TextStart, end: scope.start + node.TextStart + node.Width };
}

/** The operator or function cannot be run here. */
export function notImplemented(what: string, node: Syntax, scope: Scope): Failure {
  return new Failure('kql-not-implemented', `${what} cannot be run on sample events yet.`, rangeOf(node, scope));
}

export function unknownKind(node: Syntax, scope: Scope): Failure {
  return notImplemented(`\`${kindOf(node)}\``, node, scope);
}

/** Kusto refuses this when it runs. */
export function refused(message: string, node: Syntax, scope: Scope): Failure {
  return new Failure('kql-run-error', message, rangeOf(node, scope));
}

/** The scope of expressions over the rows of the plan, with a cursor of its own. */
export function overRows(scope: Scope, input: Plan): Scope & { readonly input: Plan; readonly cursor: Cursor } {
  return { ...scope, input, cursor: { rows: [], index: 0, resets: [] } };
}

/** Visits each row with the cursor on it. */
export function eachRow(
  { cursor, context }: Scope & { readonly cursor: Cursor },
  rows: readonly Row[],
  visit: (row: Row, index: number) => void,
): void {
  cursor.rows = rows;
  for (const reset of cursor.resets) reset();
  const { tick } = context.budget;
  for (let index = 0; index < rows.length; index++) {
    tick();
    cursor.index = index;
    visit(rows[index] as Row, index);
  }
}
