import { constant, type Expression, folded } from '../expression.ts';
import { type Plan, positions } from '../plan.ts';
import { lookUp, notImplemented, refused, type Scope, scalar } from '../scope.ts';
import { kindOf, nameOf, partOf, type Syntax, symbolKinds, textOf } from '../syntax.ts';
import { fromDynamic } from '../values/convert.ts';
import { element, member } from '../values/json.ts';
import { type Dynamic, isArray, isBag } from '../values/value.ts';

type Compile = (node: Syntax, scope: Scope) => Expression;

/** Names of columns and of what `let` declares, and the paths into dynamic values. */
export const names: Readonly<Record<string, Compile>> = {
  NameReference: reference,
  PathExpression: path,
  ElementExpression: elementOf,
};

/** The column of that name; undefined if the rows have none. */
export function columnOf(name: string, input: Plan | undefined): Expression | undefined {
  const index = input === undefined ? undefined : positions(input.columns).get(name);
  const column = index === undefined ? undefined : input?.columns[index];
  if (input === undefined || index === undefined || column === undefined) return undefined;
  return { type: column.type, evaluate: input.reader(index), constant: false, stored: true };
}

function reference(node: Syntax, scope: Scope): Expression {
  const name = nameOf(node);
  const bound = () => {
    const found = lookUp(scope.names, name);
    return found?.kind === 'scalar' ? found.expression() : undefined;
  };
  const column = () => columnOf(name, scope.input);
  const isColumn = node.ReferencedSymbol?.Kind === symbolKinds.column;
  const found = isColumn ? (column() ?? bound()) : (bound() ?? column());
  if (found === undefined) throw notImplemented(`\`${name}\` as a value`, node, scope);
  return found;
}

function path(node: Syntax, scope: Scope): Expression {
  const [left, selector] = [partOf(node, 'Expression'), partOf(node, 'Selector')];
  const side = sideOf(left, scope);
  if (side !== undefined) {
    const column = columnOf(nameOf(selector), side);
    if (column === undefined) throw notImplemented(`\`${nameOf(selector)}\` of that side`, node, scope);
    return column;
  }
  if (kindOf(selector) !== 'NameReference') throw notImplemented('This path', node, scope);
  return memberOf(scalar(left, scope), constant('string', nameOf(selector)), node, scope);
}

function sideOf(node: Syntax, scope: Scope): Plan | undefined {
  return kindOf(node) === 'NameReference' ? scope.sides?.get(nameOf(node)) : undefined;
}

function elementOf(node: Syntax, scope: Scope): Expression {
  const selector = partOf(node, 'Selector');
  const key =
    kindOf(selector) === 'BracketedExpression'
      ? scalar(partOf(selector, 'Expression'), scope)
      : constant('string', textOf(selector));
  return memberOf(scalar(partOf(node, 'Expression'), scope), key, node, scope);
}

/** A member of a bag by its name, or an element of an array by its position; null for anything else. */
function memberOf(whole: Expression, key: Expression, node: Syntax, scope: Scope): Expression {
  if (whole.type !== 'dynamic') throw refused(`A \`${whole.type}\` has no members.`, node, scope);
  const read = whole.evaluate;
  if (key.constant) {
    const known = fromAny(key, []);
    if (typeof known === 'string')
      return folded('dynamic', [whole], (row) => memberByName(read(row) as Dynamic, known));
  }
  return folded('dynamic', [whole, key], (row) => {
    const value = read(row) as Dynamic;
    const selected = fromAny(key, row);
    if (typeof selected === 'string') return memberByName(value, selected);
    return typeof selected === 'number' && isArray(value) ? element(value, selected) : null;
  });
}

function memberByName(value: Dynamic, name: string): Dynamic {
  return isBag(value) ? member(value, name) : null;
}

/** A key that is dynamic itself counts as what it holds. */
function fromAny(key: Expression, row: object): unknown {
  const value = key.evaluate(row);
  return key.type === 'dynamic' && typeof value === 'object' ? fromDynamic(value as Dynamic, 'string') : value;
}
